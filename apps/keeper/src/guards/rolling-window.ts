/** Something that was used at a time. */
export interface Usage {
  /** Unix seconds. */
  readonly at: number
  readonly amount: bigint
}

/** How much of a limit is used, and when enough of it is free again. */
export interface Room {
  readonly used: bigint
  /** Whether the amount that was asked about fits. */
  readonly fits: boolean
  /** Unix second from which it fits; `undefined` when it fits now, or never. */
  readonly fitsAt: number | undefined
}

/** Seconds of the window of daily limits: any 24 hours, not a calendar day with a cliff at midnight. */
export const daySeconds = 86_400

/**
 * Whether an amount fits a limit on any window of that length that ends now.
 *
 * @param usages in any order; those that lie before the window do not count
 * @example
 * roomIn([{ at: 100, amount: 7n }], { now: 200, windowSeconds: 1000, limit: 10n, amount: 5n })
 * // { used: 7n, fits: false, fitsAt: 1101 }
 */
export function roomIn(
  usages: readonly Usage[],
  question: {
    readonly now: number
    readonly windowSeconds: number
    readonly limit: bigint
    readonly amount: bigint
  },
): Room {
  const { now, windowSeconds, limit, amount } = question
  const inside = usages
    .filter(({ at }) => at >= now - windowSeconds)
    .toSorted((a, b) => a.at - b.at)
  const used = inside.reduce((sum, usage) => sum + usage.amount, 0n)
  if (used + amount <= limit) return { used, fits: true, fitsAt: undefined }
  let left = used
  for (const usage of inside) {
    left -= usage.amount
    if (left + amount <= limit) return { used, fits: false, fitsAt: usage.at + windowSeconds + 1 }
  }
  return { used, fits: false, fitsAt: undefined }
}
