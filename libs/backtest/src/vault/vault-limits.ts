import { UserError } from '@tickwise/amm'

/** The guards of a vault that bound its rebalances: `Limits` of the contract, the same units. */
export interface VaultLimits {
  /** Widest spread of spot, block start, 2-minute and 30-minute mean at which it rebalances, ticks. */
  readonly maxDeviationTicks: number
  /** Most value that one rebalance may lose, basis points of NAV. */
  readonly maxLossBps: number
  /** Value that rebalances may swap per day, basis points of NAV. */
  readonly dailyTurnoverBps: number
  /** Share of NAV that a rebalance leaves idle in the asset, basis points. */
  readonly idleTargetBps: number
  /** Least seconds between two rebalances. */
  readonly cooldownSeconds: number
}

/** Ceilings and floor of `LimitRules.sol`. */
const ranges: Readonly<Record<keyof VaultLimits, readonly [number, number]>> = {
  maxDeviationTicks: [0, 300],
  maxLossBps: [0, 100],
  dailyTurnoverBps: [0, 20_000],
  idleTargetBps: [0, 5000],
  cooldownSeconds: [60, 30 * 86_400],
}

/**
 * Refuses limits that no vault can have.
 *
 * @throws UserError `E_VAULT_LIMIT`
 * @example
 * checkVaultLimits({ maxDeviationTicks: 100, maxLossBps: 30, dailyTurnoverBps: 10_000, idleTargetBps: 500, cooldownSeconds: 3600 })
 */
export function checkVaultLimits(limits: VaultLimits): void {
  for (const [name, [lowest, highest]] of Object.entries(ranges)) {
    const value = limits[name as keyof VaultLimits]
    if (Number.isInteger(value) && lowest <= value && value <= highest) continue
    throw new UserError('E_VAULT_LIMIT', `a vault's limit ${name} cannot be ${value}`, {
      hint: `it must be an integer from ${lowest} to ${highest}`,
      facts: { limit: name, value, lowest, highest },
    })
  }
}

/** What a vault remembers of its rebalances: `Activity` of the contract. Times are unix seconds, 0 before. */
export interface VaultActivity {
  readonly rebalancedAt: number
  readonly turnoverAt: number
  readonly turnoverUsedBps: number
}

/** Before the first rebalance. */
export const noActivity: VaultActivity = { rebalancedAt: 0, turnoverAt: 0, turnoverUsedBps: 0 }

/**
 * Basis points of NAV that rebalances may still swap: what was used shrinks by a day's allowance per day,
 * rounded up, and what was used beyond a limit stays used. `Bookkeeping.turnoverAvailableBps`.
 *
 * @example
 * turnoverAvailableBps({ rebalancedAt: 0, turnoverAt: 0, turnoverUsedBps: 600 }, 1000, 43_200) // 900
 */
export function turnoverAvailableBps(
  { turnoverAt, turnoverUsedBps }: VaultActivity,
  dailyBps: number,
  timestamp: number,
): number {
  const returned = Math.floor((dailyBps * (timestamp - turnoverAt)) / 86_400)
  const used = Math.max(0, turnoverUsedBps - returned)
  return Math.max(0, dailyBps - used)
}
