/**
 * Largest distance of the empirical distribution of `values` from the uniform one on [0, 1], and the
 * probability of a larger one for independent uniform values. NaN for an empty sample.
 *
 * Source: Kolmogorov's series with the finite-sample factor √n + 0.12 + 0.11/√n of Stephens, "Use of the
 * Kolmogorov–Smirnov … Statistics Without Extensive Tables", JRSS B 32(1), 1970.
 *
 * @example
 * kolmogorovUniform([0.1, 0.5, 0.9]).distance // 0.2333…
 */
export function kolmogorovUniform(values: readonly number[]): {
  readonly distance: number
  readonly pValue: number
} {
  const sorted = [...values].sort((a, b) => a - b)
  const n = sorted.length
  if (n === 0) return { distance: NaN, pValue: NaN }
  let distance = 0
  sorted.forEach((value, i) => {
    distance = Math.max(distance, (i + 1) / n - value, value - i / n)
  })
  const root = Math.sqrt(n)
  return { distance, pValue: kolmogorovUpper((root + 0.12 + 0.11 / root) * distance) }
}

function kolmogorovUpper(lambda: number): number {
  // Below this the series converges slowly to what is 1 in double precision.
  if (lambda < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda)
  }
  return Math.min(1, Math.max(0, sum))
}
