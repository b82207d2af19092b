import { expect, it } from 'vitest'
import {
  autocorrelation,
  correlation,
  excessKurtosis,
  median,
  standardDeviation,
} from './moments.ts'

it('agrees with closed forms', () => {
  // 1 … n uniform on integers: variance (n² − 1)/12, excess kurtosis −(6/5)(n² + 1)/(n² − 1)
  const n = 101
  const uniform = Array.from({ length: n }, (_, i) => i + 1)
  expect(standardDeviation(uniform) ** 2).toBeCloseTo((n * n - 1) / 12, 9)
  expect(excessKurtosis(uniform)).toBeCloseTo((-6 / 5) * ((n * n + 1) / (n * n - 1)), 9)
  // ±1 alternating: autocorrelation (−1)^k (n − k)/n
  const alternating = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1))
  expect(autocorrelation(alternating, 1)).toBeCloseTo(-0.99, 12)
  expect(autocorrelation(alternating, 2)).toBeCloseTo(0.98, 12)
  expect(
    correlation(
      uniform,
      uniform.map((x) => 7 - 2 * x),
    ),
  ).toBeCloseTo(-1, 12)
  expect(median([3, 1, 10])).toBe(3)
  expect(median([3, 1, 10, 4])).toBe(3.5)
})

it('equals Anscombe’s quartet: correlation 0.816 (F. J. Anscombe, The American Statistician 27, 1973)', () => {
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
  const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
  expect(correlation(x, y)).toBeCloseTo(0.816, 3)
})
