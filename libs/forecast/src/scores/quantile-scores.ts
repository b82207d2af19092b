/**
 * Pinball loss of a forecast of the quantile at `level`: level · (actual − quantile) above it,
 * (1 − level) · (quantile − actual) below.
 *
 * Source: Koenker & Bassett, "Regression Quantiles", Econometrica 46(1), 1978.
 *
 * @example
 * pinballLoss(3, 1, 0.9) // 1.8
 */
export function pinballLoss(actual: number, quantile: number, level: number): number {
  const excess = actual - quantile
  return excess >= 0 ? level * excess : (level - 1) * excess
}

/**
 * Continuous ranked probability score of a forecast given by quantiles: twice the mean pinball loss over
 * the levels, which should lie evenly, (k − ½) / n.
 *
 * Source: Gneiting & Ranjan, "Comparing Density Forecasts Using Threshold- and Quantile-Weighted Scoring
 * Rules", Journal of Business & Economic Statistics 29(3), 2011.
 *
 * @example
 * crpsFromQuantiles(0, [-1, 1], [0.25, 0.75]) // 0.5
 */
export function crpsFromQuantiles(
  actual: number,
  quantiles: ArrayLike<number>,
  levels: readonly number[],
): number {
  let sum = 0
  levels.forEach((level, i) => {
    sum += pinballLoss(actual, quantiles[i] ?? NaN, level)
  })
  return (2 * sum) / levels.length
}

/**
 * Levels of `count` quantiles that lie evenly in (0, 1).
 *
 * @example
 * evenLevels(2) // [0.25, 0.75]
 */
export function evenLevels(count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => (k + 0.5) / count)
}
