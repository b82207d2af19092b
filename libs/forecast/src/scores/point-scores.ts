import { UserError } from '@tickwise/amm'

/**
 * QLIKE loss of one forecast, from logarithms to base 2: with x = actual / forecast, x − ln x − 1. It is 0
 * for a perfect forecast and ranks forecasts of a variance rightly although the realised one is noisy.
 *
 * Source: Patton, "Volatility forecast comparison using imperfect volatility proxies", Journal of
 * Econometrics 160(1), 2011.
 *
 * @example
 * qlikeLoss(1, 0) // 2 − ln 2 − 1 = 0.3068…
 */
export function qlikeLoss(actualLog2: number, forecastLog2: number): number {
  const logRatio = (actualLog2 - forecastLog2) * Math.LN2
  return Math.expm1(logRatio) - logRatio
}

/**
 * Mean of f(actual, forecast) over pairs, summed from the first to the last.
 *
 * @throws UserError E_SCORE_LENGTH when the lengths differ or there is nothing to score.
 *
 * @example
 * meanLoss(actual, forecast, qlikeLoss)
 */
export function meanLoss(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  loss: (actual: number, forecast: number) => number,
): number {
  requirePairs(actual, forecast)
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += loss(actual[i] ?? NaN, forecast[i] ?? NaN)
  return sum / actual.length
}

/**
 * Squared error of one forecast.
 *
 * @example
 * squaredLoss(3, 1) // 4
 */
export function squaredLoss(actual: number, forecast: number): number {
  return (actual - forecast) ** 2
}

/**
 * Absolute error of one forecast.
 *
 * @example
 * absoluteLoss(3, 1) // 2
 */
export function absoluteLoss(actual: number, forecast: number): number {
  return Math.abs(actual - forecast)
}

/**
 * Out-of-sample R²: 1 − Σ (actual − forecast)² / Σ (actual − mean of the scored actuals)². The mean is that
 * of the very rows that are scored, which no forecaster could know, so the figure is on the strict side.
 * `null` when the actuals do not vary.
 *
 * @example
 * rSquared([1, 2, 3], [1, 2, 2]) // 0.5
 */
export function rSquared(actual: ArrayLike<number>, forecast: ArrayLike<number>): number | null {
  const residual = meanLoss(actual, forecast, squaredLoss)
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += actual[i] ?? NaN
  const mean = sum / actual.length
  const total = meanLoss(actual, actual, (value) => (value - mean) ** 2)
  return total > 0 ? 1 - residual / total : null
}

/**
 * Mean absolute scaled error: Σ |actual − forecast| / scale / n with, for each row, the mean absolute error
 * that the naive forecast of the same horizon had in the rows that the model was trained on. `null` when a
 * scale is 0.
 *
 * Source: Hyndman & Koehler, "Another look at measures of forecast accuracy", International Journal of
 * Forecasting 22(4), 2006.
 *
 * @example
 * meanAbsoluteScaledError([1, 2], [2, 2], [0.5, 0.5]) // 1
 */
export function meanAbsoluteScaledError(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  naiveScale: ArrayLike<number>,
): number | null {
  requirePairs(actual, forecast)
  let sum = 0
  for (let i = 0; i < actual.length; i++) {
    const scale = naiveScale[i] ?? NaN
    if (!(scale > 0)) return null
    sum += absoluteLoss(actual[i] ?? NaN, forecast[i] ?? NaN) / scale
  }
  return sum / actual.length
}

function requirePairs(actual: ArrayLike<number>, forecast: ArrayLike<number>): void {
  if (actual.length > 0 && actual.length === forecast.length) return
  throw new UserError(
    'E_SCORE_LENGTH',
    `${forecast.length} forecasts cannot be scored against ${actual.length} outcomes`,
    { facts: { forecasts: forecast.length, outcomes: actual.length } },
  )
}
