import { logGamma } from './log-gamma.ts'

/**
 * Probability that a chi-square variable with `degrees` degrees of freedom exceeds `x`; absolute error
 * below 1e-12.
 *
 * Source: the series and the continued fraction of the incomplete gamma function (Abramowitz & Stegun
 * 6.5.29 and 6.5.31).
 *
 * @example
 * chiSquareUpper(3.841459, 1) // 0.05
 */
export function chiSquareUpper(x: number, degrees: number): number {
  if (!(x > 0)) return 1
  const shape = degrees / 2
  const half = x / 2
  const front = Math.exp(-half + shape * Math.log(half) - logGamma(shape))
  return half < shape + 1 ? 1 - front * series(half, shape) : front * fraction(half, shape)
}

function series(x: number, shape: number): number {
  let term = 1 / shape
  let sum = term
  for (let n = 1; n <= 1000 && term > sum * 1e-17; n++) {
    term *= x / (shape + n)
    sum += term
  }
  return sum
}

/** 1/(x + 1 − s − 1(1 − s)/(x + 3 − s − 2(2 − s)/(x + 5 − s − …))), from the far end. */
function fraction(x: number, shape: number): number {
  let tail = 0
  for (let n = 200; n >= 1; n--) tail = (n * (n - shape)) / (x + 2 * n + 1 - shape - tail)
  return 1 / (x + 1 - shape - tail)
}
