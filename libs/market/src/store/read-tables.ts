import type { DuckDBConnection } from '@duckdb/node-api'
import { eventKinds } from '@tickwise/amm'
import type { EventKind, EventOrigin, PoolEvent } from '@tickwise/amm'
import { positionEventKinds } from '../dataset.ts'
import type { ChainState, PositionEvent } from '../dataset.ts'
import { makeEvent, smallFields, wideFieldNames } from './event-fields.ts'
import type { SmallField, WideField } from './event-fields.ts'
import type { StoredRow } from './stored-rows.ts'
import { storedRows } from './stored-rows.ts'
import { columnOf } from './tables.ts'

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
