/**
 * Standard normal distribution function Φ(x), absolute error below 1e-14.
 *
 * Source: the power series φ(x)·Σ x^(2k+1)/(1·3·5…(2k+1)) near zero and the continued fraction of
 * the tail beyond it (Abramowitz & Stegun 26.2.11 and 26.2.14).
 *
 * @example
 * normalCdf(1.959963984540054) // 0.975
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) >= 5) return x > 0 ? 1 - upperTail(x) : upperTail(-x)
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 + density(x) * sum
}

/** 1 − Φ(x) for x ≥ 5: φ(x) / (x + 1/(x + 2/(x + 3/…))). */
function upperTail(x: number): number {
  let fraction = x
  for (let k = 60; k >= 1; k--) fraction = x + k / fraction
  return density(x) / fraction
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/**
 * Inverse of {@link normalCdf} by bisection; −∞ and ∞ at 0 and 1. Absolute error below 1e-9 for
 * probabilities within [1e-9, 1 − 1e-9].
 *
 * @example
 * normalQuantile(0.975) // 1.95996…
 */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return -Infinity
  if (probability >= 1) return Infinity
  let low = -40
  let high = 40
  for (let i = 0; i < 70; i++) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
