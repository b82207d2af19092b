/**
 * Exponentially weighted mean of variances, oldest first, in fixed point with 32 fractional bits:
 * v ← (decay · v + (1 − decay) · x), rounded down at each step, started at the first value.
 *
 * Source: J.P. Morgan/Reuters, "RiskMetrics — Technical Document", 4th ed., 1996 (decay 0.94).
 *
 * @param decayBps weight of the past in basis points, 0 … 9 999
 * @returns the mean times 2^32; 0 for an empty list
 *
 * @example
 * ewmaX32Down([100, 100], 9400) // 100n << 32n
 */
export function ewmaX32Down(values: readonly number[], decayBps: number): bigint {
  const decay = BigInt(decayBps)
  let mean: bigint | undefined
  for (const value of values) {
    const valueX32 = BigInt(value) << 32n
    mean = mean === undefined ? valueX32 : (decay * mean + (10_000n - decay) * valueX32) / 10_000n
  }
  return mean ?? 0n
}
