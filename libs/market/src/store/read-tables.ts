import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { UserError, eventKinds } from '@tickwise/amm'
import type { EventKind, EventOrigin, Hex, PoolEvent } from '@tickwise/amm'
import { positionEventKinds } from '../dataset.ts'
import type { ChainState, PositionEvent } from '../dataset.ts'
import { sqlText, streamColumns } from './duckdb.ts'
import { makeEvent, smallFields, wideFieldNames } from './event-fields.ts'
import type { SmallField, WideField } from './event-fields.ts'
import { readError } from './file-errors.ts'
import { columnOf } from './tables.ts'

/** Cells of one row by column name, with the checks that a stored file may be trusted with. */
class StoredRow {
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

async function* storedRows(
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

const originColumns = ['transaction_hash', 'sender', 'owner', 'recipient'] as const

const eventColumns = [
  'block_number',
  'log_index',
  'timestamp',
  'event',
  ...originColumns,
  ...wideFieldNames.map(columnOf),
  ...smallFields.map(columnOf),
]

const originOf = (row: StoredRow): EventOrigin => {
  const [transactionHash, sender, owner, recipient] = originColumns.map((name) => row.hex(name))
  return {
    ...(transactionHash === undefined ? {} : { transactionHash }),
    ...(sender === undefined ? {} : { sender }),
    ...(owner === undefined ? {} : { owner }),
    ...(recipient === undefined ? {} : { recipient }),
  }
}

const columnNames = Object.fromEntries(
  [...wideFieldNames, ...smallFields].map((field) => [field, columnOf(field)]),
) as Record<WideField | SmallField, string>

/** Events of one stored file in its order. */
export async function* readEventFile(
  db: DuckDBConnection,
  path: string,
): AsyncGenerator<PoolEvent> {
  for await (const row of storedRows(db, path, eventColumns)) {
    const kind: EventKind = row.oneOf('event', eventKinds)
    const place = {
      blockNumber: row.number('block_number'),
      logIndex: row.number('log_index'),
      timestamp: row.number('timestamp'),
    }
    yield makeEvent(
      kind,
      { ...place, ...originOf(row) },
      {
        wide: (field) => row.integer(columnNames[field]),
        small: (field) => row.number(columnNames[field]),
      },
    )
  }
}

const stateColumns = [
  'timestamp',
  'block_number',
  'sqrt_price_x96',
  'tick',
  'liquidity',
  'fee_growth_global0_x128',
  'fee_growth_global1_x128',
]

/** States read from the chain, as stored. */
export const readStateFile = async (db: DuckDBConnection, path: string): Promise<ChainState[]> => {
  const states: ChainState[] = []
  for await (const row of storedRows(db, path, stateColumns)) {
    states.push({
      timestamp: row.number('timestamp'),
      blockNumber: row.number('block_number'),
      sqrtPriceX96: row.integer('sqrt_price_x96'),
      tick: row.number('tick'),
      liquidity: row.integer('liquidity'),
      feeGrowthGlobal0X128: row.integer('fee_growth_global0_x128'),
      feeGrowthGlobal1X128: row.integer('fee_growth_global1_x128'),
    })
  }
  return states
}

const positionColumns = [
  'event',
  'token_id',
  'block_number',
  'log_index',
  'timestamp',
  'transaction_hash',
  'recipient',
  'liquidity',
  'amount0',
  'amount1',
  'pool_log_index',
  'tick_lower',
  'tick_upper',
]

/** Position-manager events, as stored. */
export const readPositionFile = async (
  db: DuckDBConnection,
  path: string,
): Promise<PositionEvent[]> => {
  const events: PositionEvent[] = []
  for await (const row of storedRows(db, path, positionColumns)) {
    const transactionHash = row.hex('transaction_hash')
    const recipient = row.hex('recipient')
    events.push({
      kind: row.oneOf('event', positionEventKinds),
      tokenId: row.integer('token_id'),
      blockNumber: row.number('block_number'),
      logIndex: row.number('log_index'),
      timestamp: row.number('timestamp'),
      ...(transactionHash === undefined ? {} : { transactionHash }),
      liquidity: row.integer('liquidity'),
      amount0: row.integer('amount0'),
      amount1: row.integer('amount1'),
      ...(recipient === undefined ? {} : { recipient }),
      poolLogIndex: row.number('pool_log_index'),
      tickLower: row.number('tick_lower'),
      tickUpper: row.number('tick_upper'),
    })
  }
  return events
}
