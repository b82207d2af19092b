/**
 * One number a row: `Float64Array.from(rows, value)` without its iterator, which is ten times slower.
 *
 * @example
 * mapRows(Int32Array.of(1, 2), (row) => row / 2) // 0.5, 1
 */
export function mapRows(rows: Int32Array, value: (row: number) => number): Float64Array {
  const values = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) values[i] = value(rows[i] ?? NaN)
  return values
}
