/** A fall below a peak until it was reached again, or until the end. Unix seconds. */
export interface DrawdownEpisode {
  readonly peakAt: number
  readonly troughAt: number
  /** When the peak was reached again; absent when it was not. */
  readonly recoveredAt?: number
  /** Fraction of the peak. */
  readonly depth: number
  /** From the peak until it was reached again, or to the last point. */
  readonly seconds: number
}

/** A value at a time, and how far below the running peak it is: a fraction, 0 at a peak. */
export interface DepthPoint {
  readonly timestamp: number
  readonly depth: number
}

type Value = { readonly timestamp: number; readonly value: number }

/** Depth below the running peak at each point. */
export function depths(points: readonly Value[]): readonly DepthPoint[] {
  let peak = -Infinity
  return points.map(({ timestamp, value }) => {
    peak = Math.max(peak, value)
    return { timestamp, depth: peak > 0 ? (peak - value) / peak : 0 }
  })
}

/**
 * Every fall from a running peak, deepest first; equally deep ones in their order. The first has the depth
 * and length of `maxDrawdown` of @tickwise/backtest.
 *
 * @example
 * drawdownEpisodes([{ timestamp: 0, value: 2 }, { timestamp: 60, value: 1 }])[0] // depth 0.5, 60 s
 */
export function drawdownEpisodes(points: readonly Value[]): readonly DrawdownEpisode[] {
  const episodes: DrawdownEpisode[] = []
  let peak = points[0]
  let open: { troughAt: number; depth: number } | undefined
  for (const point of points) {
    if (peak === undefined) break
    if (point.value >= peak.value) {
      if (open !== undefined) {
        episodes.push({
          peakAt: peak.timestamp,
          ...open,
          recoveredAt: point.timestamp,
          seconds: point.timestamp - peak.timestamp,
        })
      }
      open = undefined
      peak = point
      continue
    }
    const depth = peak.value > 0 ? (peak.value - point.value) / peak.value : 0
    if (open === undefined || depth > open.depth) open = { troughAt: point.timestamp, depth }
  }
  const last = points.at(-1)
  if (open !== undefined && peak !== undefined && last !== undefined) {
    episodes.push({ peakAt: peak.timestamp, ...open, seconds: last.timestamp - peak.timestamp })
  }
  return episodes.toSorted((a, b) => b.depth - a.depth)
}
