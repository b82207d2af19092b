import type { DuckDBInstance, DuckDBValue } from '@duckdb/node-api'
import { eventKinds } from '@tickwise/amm'
import type { EventKind, EventOrigin } from '@tickwise/amm'
import { sqlName, sqlText, streamColumns } from '../store/duckdb.ts'
import { fieldsOfKind, makeEvent } from '../store/event-fields.ts'
import { readError } from '../store/file-errors.ts'
import { exactInteger, hexBytes, smallInteger, unixSeconds } from './cell-values.ts'
import type { RawCell } from './cell-values.ts'
import type { TableMapping } from './column-mapping.ts'
import { csvRows, requireColumns } from './csv.ts'
import { rowError } from './source-row.ts'
import type { SourcedEvent, SourcePlace } from './source-row.ts'

interface CellRow extends SourcePlace {
  cell(column: string): RawCell
}

/** Dates, decimals and other values of DuckDB's own classes become text. */
const asCell = (value: DuckDBValue | undefined): RawCell =>
  typeof value === 'object' && value !== null ? value.toString() : value

/** Rows of a Parquet file with the named columns, over a connection of their own. */
export async function* parquetRows(
  instance: DuckDBInstance,
  file: string,
  required: readonly string[],
): AsyncGenerator<CellRow> {
  let firstRow = 1
  const db = await instance.connect()
  try {
    const table = `read_parquet(${sqlText(file)})`
    const shape = await db.runAndReadAll(`SELECT * FROM ${table} LIMIT 0`)
    requireColumns(file, shape.columnNames(), required)
    const positions = new Map(required.map((name, i) => [name, i]))
    const sql = `SELECT ${required.map(sqlName).join(', ')} FROM ${table}`
    for await (const { rows, columns } of streamColumns(db, sql)) {
      for (let i = 0; i < rows; i++)
        yield {
          file,
          row: firstRow + i,
          cell: (name) => asCell(columns[positions.get(name) ?? -1]?.[i]),
        }
      firstRow += rows
    }
  } catch (error) {
    throw readError(error, file)
  } finally {
    db.closeSync()
  }
}

const optionalFields = ['transactionHash', 'sender', 'owner', 'recipient'] as const

/** Columns that a table's rows need, and those that may be absent from the mapping. */
const columnsNeeded = (mapping: TableMapping): string[] => {
  const kinds: readonly EventKind[] =
    typeof mapping.kind === 'string'
      ? [mapping.kind]
      : [...new Set(Object.values(mapping.kind.values))]
  const names = kinds.flatMap((kind) => {
    const { wide, small } = fieldsOfKind[kind]
    const fields: readonly string[] = ['blockNumber', 'logIndex', 'timestamp', ...wide, ...small]
    const columns = columnsFor(mapping, kind)
    const optional = optionalFields.flatMap((field) => columns[field] ?? [])
    return [...fields.map((field) => columns[field] ?? `(${field} of ${kind})`), ...optional]
  })
  return [
    ...new Set([...(typeof mapping.kind === 'string' ? [] : [mapping.kind.column]), ...names]),
  ]
}

type FieldColumns = Readonly<Record<string, string | undefined>>

const columnsFor = (mapping: TableMapping, kind: EventKind): FieldColumns => ({
  ...mapping.columns,
  ...mapping.columnsOfKind?.[kind],
})

const kindOf = (mapping: TableMapping, row: CellRow): EventKind => {
  if (typeof mapping.kind === 'string') return mapping.kind
  const { column, values } = mapping.kind
  const name = String(row.cell(column) ?? '')
  const kind = values[name]
  if (kind !== undefined) return kind
  throw rowError(
    'E_EVENT_KIND',
    row,
    `${column} is ${name === '' ? 'empty' : name}, which the mapping does not name`,
    `add it to the values of ${column} in the mapping`,
    { column },
  )
}

const originBytes = { transactionHash: 32, sender: 20, owner: 20, recipient: 20 } as const

const originOf = (row: CellRow, columns: FieldColumns): EventOrigin => {
  const origin: { -readonly [F in keyof EventOrigin]: EventOrigin[F] } = {}
  for (const field of optionalFields) {
    const column = columns[field]
    const cell = column === undefined ? undefined : row.cell(column)
    if (column !== undefined && cell !== null && cell !== undefined && cell !== '')
      origin[field] = hexBytes(row, column, cell, originBytes[field])
  }
  return origin
}

const toEvent = (kind: EventKind, columns: FieldColumns, row: CellRow): SourcedEvent => {
  const column = (field: string): string => columns[field] ?? field
  const small = (field: string): number => smallInteger(row, column(field), row.cell(column(field)))
  const base = {
    blockNumber: small('blockNumber'),
    logIndex: small('logIndex'),
    timestamp: unixSeconds(row, column('timestamp'), row.cell(column('timestamp'))),
    ...originOf(row, columns),
  }
  const wide = (field: string): bigint => exactInteger(row, column(field), row.cell(column(field)))
  return { file: row.file, row: row.row, event: makeEvent(kind, base, { wide, small }) }
}

/** Events of one decoded file, in its order. */
export async function* decodedEvents(
  db: DuckDBInstance,
  file: string,
  mapping: TableMapping,
): AsyncGenerator<SourcedEvent> {
  const needed = columnsNeeded(mapping)
  const columns = new Map(eventKinds.map((kind) => [kind, columnsFor(mapping, kind)]))
  const rows: AsyncIterable<CellRow> = /\.parquet$/i.test(file)
    ? parquetRows(db, file, needed)
    : csvRows(file, needed)
  for await (const row of rows) {
    const kind = kindOf(mapping, row)
    yield toEvent(kind, columns.get(kind) ?? {}, row)
  }
}
