import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { UserError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import { sqlText, streamColumns } from './duckdb.ts'
import { readError } from './file-errors.ts'

/** Cells of one row by column name, with the checks that a stored file may be trusted with. */
export class StoredRow {
  readonly #file: string
  readonly #cells: Readonly<Record<string, readonly DuckDBValue[]>>
  readonly #row: number
  readonly #firstRow: number

  constructor(
    file: string,
    cells: Readonly<Record<string, readonly DuckDBValue[]>>,
    firstRow: number,
    row: number,
  ) {
    this.#file = file
    this.#cells = cells
    this.#firstRow = firstRow
    this.#row = row
  }

  number(name: string): number {
    const value = this.#cells[name]?.[this.#row]
    if (typeof value === 'number') return value
    throw this.#broken(name, value)
  }

  text(name: string): string | undefined {
    const value = this.#cells[name]?.[this.#row]
    if (typeof value === 'string') return value
    if (value === null) return undefined
    throw this.#broken(name, value)
  }

  hex(name: string): Hex | undefined {
    const value = this.text(name)
    return value === undefined ? undefined : `0x${value.slice(2)}`
  }

  integer(name: string): bigint {
    const text = this.text(name)
    if (text === undefined || !/^-?\d+$/.test(text)) throw this.#broken(name, text)
    return BigInt(text)
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.text(name)
    const found = allowed.find((one) => one === value)
    if (found === undefined) throw this.#broken(name, value)
    return found
  }

  #broken(name: string, value: unknown): UserError {
    const row = this.#firstRow + this.#row + 1
    return new UserError(
      'E_DATASET_BROKEN',
      `${this.#file}, row ${row}: ${name} cannot be ${String(value)}`,
      {
        hint: 'the file was changed after it was written: import or fetch the dataset again',
        facts: { file: this.#file, row, column: name },
      },
    )
  }
}

/** Rows of a Parquet file of ours with the named columns. */
export async function* storedRows(
  db: DuckDBConnection,
  path: string,
  names: readonly string[],
): AsyncGenerator<StoredRow> {
  let firstRow = 0
  try {
    const sql = `SELECT ${names.join(', ')} FROM read_parquet(${sqlText(path)})`
    for await (const { rows, columns } of streamColumns(db, sql)) {
      const cells = Object.fromEntries(names.map((name, i) => [name, columns[i] ?? []]))
      for (let row = 0; row < rows; row++) yield new StoredRow(path, cells, firstRow, row)
      firstRow += rows
    }
  } catch (error) {
    throw readError(error, path)
  }
}
