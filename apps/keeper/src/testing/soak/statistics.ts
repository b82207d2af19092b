/** A straight line through measurements, by least squares. */
export interface Trend {
  /** Unit per step. */
  readonly slope: number
  /** Half the width of the 95 % confidence interval of the slope. */
  readonly margin: number
  readonly first: number
  readonly last: number
}

/** Measurements that the first and the last mean are taken of. */
const ends = 100

/**
 * The trend of a series. Neighbours resemble each other, so the interval is widened by their correlation
 * (effective sample size n·(1 − r)/(1 + r), r between residuals of neighbours), as Santer et al. do, "Statistical
 * significance of trends …", J. Geophys. Res. 105 (2000).
 *
 * @param values in equal steps
 * @example
 * trendOf([1, 2, 3]).slope // 1
 */
export function trendOf(values: readonly number[]): Trend {
  const n = values.length
  const meanX = (n - 1) / 2
  const meanY = mean(values)
  const spread = values.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0)
  const slope = values.reduce((sum, y, x) => sum + (x - meanX) * (y - meanY), 0) / (spread || 1)
  const residuals = values.map((y, x) => y - meanY - slope * (x - meanX))
  const squares = residuals.reduce((sum, r) => sum + r * r, 0)
  const products = residuals.slice(1).reduce((sum, r, i) => sum + r * (residuals[i] ?? 0), 0)
  const correlation = Math.min(0.99, Math.max(0, squares === 0 ? 0 : products / squares))
  const effective = Math.max(3, (n * (1 - correlation)) / (1 + correlation))
  const variance = squares / Math.max(1, effective - 2)
  const margin = 1.96 * Math.sqrt(variance / (spread || 1))
  const width = Math.min(ends, Math.max(1, n >> 1))
  return { slope, margin, first: mean(values.slice(0, width)), last: mean(values.slice(-width)) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
