/** The most that any vault may ever allow: `LimitRules.sol`. */
export const limitCeilings = {
  maxDeviationTicks: 300,
  maxLossBps: 100,
  dailyTurnoverBps: 20_000,
  idleTargetBps: 5_000,
  entryFeeBps: 50,
  performanceFeeBps: 2_000,
  managementFeePpm: 20_000,
  cooldownSeconds: 30 * 86_400,
} as const

/** Least seconds between two rebalances of any vault. */
export const minCooldownSeconds = 60

/** Least delay of a `RiskTimelock`: two days. */
export const minTimelockDelaySeconds = 2 * 86_400

/** Greatest cap that a vault can store: no cap. */
export const noDepositCap = 2n ** 112n - 1n
