/** Mean, sample standard deviation (n − 1), skewness and (not excess) kurtosis of a sample. */
export interface Moments {
  readonly count: number
  readonly mean: number
  readonly standardDeviation: number
  readonly skewness: number
  readonly kurtosis: number
}

/**
 * Moments of a sample; `null` for fewer than two values or when they do not vary (a ratio over such
 * a deviation says nothing). Skewness and kurtosis are the population forms m3/m2^1.5 and m4/m2²,
 * which the probabilistic Sharpe ratio asks for; a normal sample tends to 0 and 3.
 *
 * Source: Bailey & López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2), 2012.
 *
 * @example
 * moments([1, 2, 3])?.standardDeviation // 1
 */
export function moments(values: readonly number[]): Moments | null {
  const count = values.length
  if (count < 2) return null
  const mean = average(values)
  const [m2, m3, m4] = [2, 3, 4].map((power) => average(values.map((x) => (x - mean) ** power)))
  if (m2 === undefined || m3 === undefined || m4 === undefined) return null
  // Values that are equal in principle still differ by a rounding of the mean.
  const roundingNoise = (Math.abs(mean) * Number.EPSILON * 4) ** 2
  if (!(m2 > roundingNoise) || m2 * m2 === 0) return null
  return {
    count,
    mean,
    standardDeviation: Math.sqrt((m2 * count) / (count - 1)),
    skewness: m3 / m2 ** 1.5,
    kurtosis: m4 / m2 ** 2,
  }
}

/** Arithmetic mean; NaN for an empty sample, which callers rule out. */
export function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length
}
