/** The deepest fall of a value from its running peak. */
export interface Drawdown {
  /** Fraction of the peak, 0 … 1 (above 1 when the value turns negative). */
  readonly depth: number
  /** Seconds from the peak to the first time it is reached again, or to the last point. */
  readonly seconds: number
  readonly recovered: boolean
}

/**
 * Deepest fall from the running peak, and how long it lasted; the first of equally deep ones. Depth
 * 0 and 0 seconds when the value never falls.
 *
 * Source: Magdon-Ismail & Atiya, "Maximum Drawdown", Risk 17(10), 2004.
 *
 * @example
 * maxDrawdown([{ timestamp: 0, value: 2 }, { timestamp: 60, value: 1 }]) // depth 0.5, 60 s
 */
export function maxDrawdown(
  points: readonly { readonly timestamp: number; readonly value: number }[],
): Drawdown {
  let deepest: Drawdown = { depth: 0, seconds: 0, recovered: true }
  let peak: { timestamp: number; value: number } | undefined
  let deepestSince: number | undefined
  for (const { timestamp, value } of points) {
    if (peak === undefined || value >= peak.value) {
      if (peak !== undefined && deepestSince === peak.timestamp && !deepest.recovered) {
        deepest = { ...deepest, seconds: timestamp - peak.timestamp, recovered: true }
      }
      peak = { timestamp, value }
      continue
    }
    const depth = peak.value > 0 ? (peak.value - value) / peak.value : 0
    if (depth > deepest.depth) {
      deepest = { depth, seconds: timestamp - peak.timestamp, recovered: false }
      deepestSince = peak.timestamp
    } else if (deepestSince === peak.timestamp) {
      deepest = { ...deepest, seconds: timestamp - peak.timestamp }
    }
  }
  return deepest
}
