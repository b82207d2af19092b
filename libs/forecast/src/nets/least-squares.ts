import { UserError } from '@tickwise/amm'

/** Diagonal of R, relative to the length of its column, below which a column follows from those before. */
const LEAST_PIVOT = 1e-10

/**
 * Coefficients that minimise Σ (y − Σ coefficient · x)², by Householder's QR in a fixed order of operations.
 *
 * Source: Golub & Van Loan, "Matrix Computations", 4th edition, algorithms 5.2.1 and 5.3.2.
 *
 * @param columns the regressors, each as long as `y`; a column of ones gives the intercept
 * @throws UserError E_COLLINEAR when a column follows from the others
 *
 * @example
 * leastSquares([Float64Array.of(1, 1, 1), Float64Array.of(0, 1, 2)], Float64Array.of(1, 3, 5)) // [1, 2]
 */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array): Float64Array {
  const matrix = columns.map((column) => Float64Array.from(column))
  const rest = Float64Array.from(y)
  const diagonal = matrix.map((column, k) => {
    const length = Math.sqrt(dotFrom(column, column, 0))
    const norm = Math.sqrt(dotFrom(column, column, k))
    if (!(norm > LEAST_PIVOT * length))
      throw new UserError('E_COLLINEAR', `regressor ${k} follows from those before it`, {
        hint: 'leave a feature out, or use a longer training window',
        facts: { regressor: k, rows: y.length },
      })
    const pivot = (column[k] ?? 0) > 0 ? -norm : norm
    column[k] = (column[k] ?? 0) - pivot
    const squared = dotFrom(column, column, k)
    for (const other of [...matrix.slice(k + 1), rest]) {
      const factor = (2 * dotFrom(column, other, k)) / squared
      for (let i = k; i < other.length; i++) other[i] = (other[i] ?? 0) - factor * (column[i] ?? 0)
    }
    return pivot
  })
  return backSubstitute(matrix, diagonal, rest)
}

function backSubstitute(
  matrix: readonly Float64Array[],
  diagonal: readonly number[],
  right: Float64Array,
): Float64Array {
  const solution = new Float64Array(matrix.length)
  for (let k = matrix.length - 1; k >= 0; k--) {
    let sum = right[k] ?? 0
    for (let j = k + 1; j < matrix.length; j++) sum -= (matrix[j]?.[k] ?? 0) * (solution[j] ?? 0)
    solution[k] = sum / (diagonal[k] ?? 1)
  }
  return solution
}

function dotFrom(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0
  for (let i = from; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
