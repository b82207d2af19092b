/** Arithmetic mean; NaN for no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Central moment of the given order (divisor n). */
function centralMoment(values: readonly number[], order: number): number {
  const centre = mean(values)
  return mean(values.map((value) => (value - centre) ** order))
}

/** Population standard deviation. */
export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(centralMoment(values, 2))
}

/** Fourth standardised moment − 3: 0 for a normal distribution. */
export function excessKurtosis(values: readonly number[]): number {
  return centralMoment(values, 4) / centralMoment(values, 2) ** 2 - 3
}

/** Pearson's correlation of two series of equal length. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  const covariance = mean(a.map((value, i) => (value - meanA) * ((b[i] ?? meanB) - meanB)))
  return covariance / (standardDeviation(a) * standardDeviation(b))
}

/** Correlation of a series with itself `lag` steps earlier (the usual estimator, divisor n). */
export function autocorrelation(values: readonly number[], lag: number): number {
  const centre = mean(values)
  const products = values
    .slice(lag)
    .map((value, i) => (value - centre) * ((values[i] ?? centre) - centre))
  return products.reduce((sum, value) => sum + value, 0) / values.length / centralMoment(values, 2)
}

/** Middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  return (lower + upper) / 2
}
