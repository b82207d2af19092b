import { solveCholesky } from './cholesky.ts'

/** Coefficients of a linear fit. */
export interface LinearFit {
  readonly intercept: number
  /** One per column. */
  readonly coefficients: Float64Array
  /** Share of the columns' variance added to the diagonal; 0 for plain least squares. */
  readonly ridge: number
}

/** Added when columns are (nearly) copies of each other, so that the coefficients stay finite. */
const fallbackRidge = 1e-6

/**
 * Least squares of `labels` on the columns and a constant: normal equations of columns that are centred and
 * scaled to variance 1, by Cholesky. Where a column is nearly a combination of others, a ridge of 1e-6 is
 * added; a column that does not vary gets the coefficient 0.
 *
 * Every sum runs from the first row to the last and columns are taken in their order, so the same input
 * gives the same bits.
 *
 * @example
 * leastSquares([Float64Array.of(0, 1, 2)], Float64Array.of(1, 3, 5)) // intercept 1, coefficient 2
 */
export function leastSquares(columns: readonly Float64Array[], labels: Float64Array): LinearFit {
  const standard = columns.map(standardise)
  const label = centre(labels)
  const size = columns.length
  const gram = new Float64Array(size * size)
  const moment = new Float64Array(size)
  for (let a = 0; a < size; a++) {
    const left = standard[a]?.values ?? label.values
    for (let b = 0; b <= a; b++) {
      const product = meanProduct(left, standard[b]?.values ?? label.values)
      gram[a * size + b] = product
      gram[b * size + a] = product
    }
    moment[a] = meanProduct(left, label.values)
    // A column that does not vary is all zeros: a 1 on the diagonal keeps the system regular.
    if (standard[a]?.deviation === 0) gram[a * size + a] = 1
  }
  const plain = solveCholesky(gram, moment)
  const scaled = plain ?? solveCholesky(withRidge(gram, size), moment) ?? new Float64Array(size)
  let intercept = label.mean
  const coefficients = scaled.map((value, a) => {
    const { mean, deviation } = standard[a] ?? { mean: 0, deviation: 0 }
    const coefficient = deviation === 0 ? 0 : value / deviation
    intercept -= coefficient * mean
    return coefficient
  })
  return { intercept, coefficients, ridge: plain === null ? fallbackRidge : 0 }
}

function centre(values: Float64Array): { readonly mean: number; readonly values: Float64Array } {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN
  const mean = sum / values.length
  const centred = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) centred[i] = (values[i] ?? NaN) - mean
  return { mean, values: centred }
}

function standardise(column: Float64Array) {
  const { mean, values } = centre(column)
  const deviation = Math.sqrt(meanProduct(values, values))
  // What is left of a constant is the rounding of its mean.
  const isConstant = !(deviation > Math.abs(mean) * 1e-12)
  if (isConstant) return { mean, deviation: 0, values: new Float64Array(values.length) }
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? NaN) / deviation
  return { mean, deviation, values }
}

function meanProduct(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let i = 0; i < left.length; i++) sum += (left[i] ?? NaN) * (right[i] ?? NaN)
  return sum / left.length
}

function withRidge(gram: Float64Array, size: number): Float64Array {
  return gram.map((value, i) => (i % (size + 1) === 0 ? value + fallbackRidge : value))
}
