import { UserError } from '@tickwise/amm'
import type { Feature } from '../oracle/feature-spec.ts'
import { harLinearFeatures } from './feature-sets.ts'
import type { FoldData } from './fold-data.ts'
import { leastSquares } from './least-squares.ts'
import type { LinearBranch } from './linear-branch.ts'
import { valueOf } from './standardise.ts'

/**
 * HAR by ordinary least squares on the training rows of a fold, over standardised features: one coefficient
 * per feature, zero for those that HAR is not linear in.
 *
 * Source: Corsi, "A Simple Approximate Long-Memory Model of Realized Volatility", J. Financial Econometrics
 * 7(2), 2009, on logarithms.
 *
 * @throws UserError E_COLLINEAR, E_FEATURES when none of HAR's features is among them
 */
export function harBaseline(fold: FoldData, features: readonly Feature[]): LinearBranch {
  const used = features.flatMap((feature, column) => (isLinear(feature) ? [column] : []))
  if (used.length === 0)
    throw new UserError('E_FEATURES', 'har-net needs a feature that HAR is linear in', {
      hint: 'add log-variance-mean over 1, 4, 24 or 168 epochs',
    })
  const ones = new Float64Array(fold.rows.length).fill(1)
  const columns = used.map((column) =>
    Float64Array.from(fold.rows, (row) => standardisedValue(fold, row, column)),
  )
  const [intercept = 0, ...slopes] = leastSquares([ones, ...columns], fold.labels)
  const coefficients = new Float64Array(features.length)
  used.forEach((column, i) => {
    coefficients[column] = slopes[i] ?? 0
  })
  return { intercept, coefficients }
}

/** What HAR forecasts at a row of its fold. */
export function baselineAt(fold: FoldData, branch: LinearBranch, row: number): number {
  return branch.coefficients.reduce(
    (sum, coefficient, column) =>
      coefficient === 0 ? sum : sum + coefficient * standardisedValue(fold, row, column),
    branch.intercept,
  )
}

function isLinear({ kind, window }: Feature): boolean {
  return harLinearFeatures.some((feature) => feature.kind === kind && feature.window === window)
}

function standardisedValue(
  { table, standardisation }: FoldData,
  row: number,
  column: number,
): number {
  const { means, scales } = standardisation
  return (valueOf(table, row, column) - (means[column] ?? 0)) / (scales[column] ?? 1)
}
