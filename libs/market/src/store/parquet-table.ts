import { BOOLEAN, DOUBLE, DuckDBDataChunk, INTEGER, UINTEGER, VARCHAR } from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api'
import { sqlName, sqlText } from './duckdb.ts'

const types = { BOOLEAN, DOUBLE, INTEGER, UINTEGER, VARCHAR } satisfies Record<string, DuckDBType>

export type Cell = string | number | boolean | null

/** One column of a Parquet file and how a row fills it. */
export interface TableColumn<Row> {
  readonly name: string
  readonly type: keyof typeof types
  readonly cell: (row: Row) => Cell
}

const chunkRows = 2048

/** Writes rows to one Parquet file (zstd). The path must not exist. */
export const writeParquet = async <Row>(
  db: DuckDBConnection,
  path: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
): Promise<void> => {
  const definition = columns.map(({ name, type }) => `${sqlName(name)} ${type}`).join(', ')
  await db.run(`CREATE OR REPLACE TEMP TABLE rows_to_write (${definition})`)
  const appender = await db.createAppender('rows_to_write')
  for (let start = 0; start < rows.length; start += chunkRows) {
    const part = rows.slice(start, start + chunkRows)
    const chunk = DuckDBDataChunk.create(columns.map(({ type }) => types[type]))
    chunk.setColumns(columns.map(({ cell }) => part.map(cell)))
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
  await db.run(`COPY rows_to_write TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`)
  await db.run('DROP TABLE rows_to_write')
}
