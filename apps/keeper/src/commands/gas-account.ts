import { daySeconds, type Usage } from '../guards/rolling-window.ts'

/** What keeping costs, wei. */
export interface GasAccount {
  readonly spentWei: bigint
  readonly spentTodayWei: bigint
  /** Mean of the last seven days, or of the days there are. */
  readonly perDayWei: bigint
  /** Days that the balance lasts at that rate; `undefined` when nothing was spent. */
  readonly runwayDays: number | undefined
}

/** Days that the rate is the mean of. */
const rateDays = 7

/**
 * Adds up fees and says how long the balance lasts.
 *
 * @example
 * gasAccount([{ at: now - 3600, amount: 10n }], 100n, now).runwayDays // 10
 */
export function gasAccount(fees: readonly Usage[], balanceWei: bigint, now: number): GasAccount {
  const sum = (usages: readonly Usage[]): bigint =>
    usages.reduce((all, { amount }) => all + amount, 0n)
  const since = (seconds: number): readonly Usage[] => fees.filter(({ at }) => at >= now - seconds)
  const first = fees[0]?.at ?? now
  const days = Math.min(rateDays, Math.max(1, Math.ceil((now - first) / daySeconds)))
  // Up: a runway is never made longer.
  const perDayWei = (sum(since(rateDays * daySeconds)) + BigInt(days) - 1n) / BigInt(days)
  return {
    spentWei: sum(fees),
    spentTodayWei: sum(since(daySeconds)),
    perDayWei,
    runwayDays: perDayWei === 0n ? undefined : Number((balanceWei * 10n) / perDayWei) / 10,
  }
}
