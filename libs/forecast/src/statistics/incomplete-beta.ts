import { logGamma } from './log-gamma.ts'

const tiny = 1e-300

/**
 * Regularised incomplete beta function I_x(a, b) for a, b > 0 and x within [0, 1]; absolute error below
 * 1e-12.
 *
 * Source: continued fraction of Abramowitz & Stegun 26.5.8 by the method of Lentz (Applied Optics 15(3),
 * 1976), with the symmetry I_x(a, b) = 1 − I_{1−x}(b, a) where it converges slowly.
 *
 * @example
 * regularisedBeta(0.5, 2, 3) // 0.6875
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a)
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  return (Math.exp(front) * continuedFraction(x, a, b)) / a
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / awayFromZero(1 + term * d)
      c = awayFromZero(1 + term / c)
      fraction *= d * c
    }
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
