import { average, moments } from './moments.ts'

/**
 * Least-squares line of `returns` on `benchmark`: beta = covariance / variance, alpha = mean return
 * not explained by beta, per interval. `null` when lengths differ or the benchmark does not vary.
 *
 * Source: Jensen, "The Performance of Mutual Funds in the Period 1945–1964", Journal of Finance
 * 23(2), 1968.
 *
 * @example
 * alphaBeta([0.02, 0.04], [0.01, 0.02]) // { alpha: 0, beta: 2 }
 */
export function alphaBeta(
  returns: readonly number[],
  benchmark: readonly number[],
): { readonly alpha: number; readonly beta: number } | null {
  if (returns.length !== benchmark.length || moments(benchmark) === null) return null
  const meanReturn = average(returns)
  const meanBenchmark = average(benchmark)
  let covariance = 0
  let variance = 0
  benchmark.forEach((b, i) => {
    covariance += (b - meanBenchmark) * ((returns[i] ?? 0) - meanReturn)
    variance += (b - meanBenchmark) ** 2
  })
  const beta = covariance / variance
  return { alpha: meanReturn - beta * meanBenchmark, beta }
}
