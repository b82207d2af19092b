/** A pivot below this share of the diagonal is rounding, not information. */
const smallestPivot = 1e-10

/**
 * x with A·x = b for a symmetric positive definite matrix of `b.length` rows, row by row, its diagonal of the
 * order of 1; `null` when it is singular but for rounding.
 *
 * @example
 * solveCholesky(Float64Array.of(4, 2, 2, 3), Float64Array.of(2, 1)) // 0.5, 0
 */
export function solveCholesky(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length
  const lower = factor(matrix, size)
  if (lower === null) return null
  const x = Float64Array.from(right)
  for (let row = 0; row < size; row++) {
    let sum = x[row] ?? NaN
    for (let k = 0; k < row; k++) sum -= (lower[row * size + k] ?? NaN) * (x[k] ?? NaN)
    x[row] = sum / (lower[row * size + row] ?? NaN)
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row] ?? NaN
    for (let k = row + 1; k < size; k++) sum -= (lower[k * size + row] ?? NaN) * (x[k] ?? NaN)
    x[row] = sum / (lower[row * size + row] ?? NaN)
  }
  return x
}

function factor(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] ?? NaN
      for (let k = 0; k < column; k++) {
        sum -= (lower[row * size + k] ?? NaN) * (lower[column * size + k] ?? NaN)
      }
      if (row !== column) {
        lower[row * size + column] = sum / (lower[column * size + column] ?? NaN)
        continue
      }
      if (!(sum > smallestPivot)) return null
      lower[row * size + row] = Math.sqrt(sum)
    }
  }
  return lower
}
