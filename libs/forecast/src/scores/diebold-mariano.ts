import { UserError } from '@tickwise/amm'
import { studentTwoSided } from '../statistics/student-t.ts'

/** Outcome of a comparison of two forecasts. */
export interface DieboldMariano {
  /** Mean of loss of the first − loss of the second: negative when the first is better. */
  readonly meanDifference: number
  /** With the small-sample factor; 0 when the losses never differ. */
  readonly statistic: number
  /** Two-sided. */
  readonly pValue: number
}

/**
 * Are the losses of two forecasts of horizon `horizon` the same on average? Diebold–Mariano with the
 * variance of Newey & West up to lag horizon − 1 (forecasts that overlap have errors that do too), the
 * factor √((n + 1 − 2h + h(h − 1)/n) / n) and Student's t with n − 1 degrees of freedom.
 *
 * Sources: Diebold & Mariano, "Comparing Predictive Accuracy", Journal of Business & Economic Statistics
 * 13(3), 1995; Newey & West, Econometrica 55(3), 1987; Harvey, Leybourne & Newbold, "Testing the equality
 * of prediction mean squared errors", International Journal of Forecasting 13(2), 1997.
 *
 * @throws UserError E_SCORE_LENGTH when lengths differ or there are not more rows than 2 · horizon.
 *
 * @example
 * dieboldMariano(lossOfHarNet, lossOfHar, 4).pValue
 */
export function dieboldMariano(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  horizon: number,
): DieboldMariano {
  const n = first.length
  if (n !== second.length || n <= 2 * horizon)
    throw new UserError(
      'E_SCORE_LENGTH',
      `${n} and ${second.length} losses are no basis to compare forecasts of ${horizon} epochs`,
      { hint: 'give as many of each, and more than two horizons', facts: { n, horizon } },
    )
  const difference = Float64Array.from(
    { length: n },
    (_, i) => (first[i] ?? NaN) - (second[i] ?? NaN),
  )
  let sum = 0
  for (const value of difference) sum += value
  const meanDifference = sum / n
  const variance = longRunVariance(difference, meanDifference, horizon - 1) / n
  if (!(variance > 0)) return { meanDifference, statistic: 0, pValue: 1 }
  const factor = Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n)
  const statistic = (factor * meanDifference) / Math.sqrt(variance)
  return { meanDifference, statistic, pValue: studentTwoSided(statistic, n - 1) }
}

/** Newey & West: γ₀ + 2 Σ (1 − k / (lags + 1)) γₖ, with γ over n; never negative. */
function longRunVariance(values: Float64Array, mean: number, lags: number): number {
  let variance = 0
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0
    for (let i = lag; i < values.length; i++) {
      sum += ((values[i] ?? NaN) - mean) * ((values[i - lag] ?? NaN) - mean)
    }
    const weight = lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))
    variance += (weight * sum) / values.length
  }
  return variance
}
