import type { PoolEvent } from '@tickwise/amm'
import type { ChainState, PositionEvent } from '../dataset.ts'
import { smallFields, wideFieldNames } from './event-fields.ts'
import type { FlatEvent, SmallField, WideField } from './event-fields.ts'
import type { TableColumn } from './parquet-table.ts'

const snakeCase = (name: string): string =>
  name.replace(/X96$/, '_x96').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Parquet column of an event field, in the spelling cryo uses. */
export const columnOf = (field: WideField | SmallField): string => snakeCase(field)

const originFields = ['transactionHash', 'sender', 'owner', 'recipient'] as const

const wideColumns = (field: WideField): readonly TableColumn<FlatEvent>[] => [
  {
    name: columnOf(field),
    type: 'VARCHAR',
    cell: (event) => event[field]?.toString() ?? null,
  },
  {
    name: `${columnOf(field)}_f64`,
    type: 'DOUBLE',
    cell: (event) => {
      const value = event[field]
      return value === undefined ? null : Number(value)
    },
  },
]

/** Columns of `events/*.parquet`: wide integers as decimal text, with a float beside each for queries. */
export const eventTable: readonly TableColumn<FlatEvent>[] = [
  { name: 'block_number', type: 'UINTEGER', cell: (event) => event.blockNumber },
  { name: 'log_index', type: 'UINTEGER', cell: (event) => event.logIndex },
  { name: 'timestamp', type: 'UINTEGER', cell: (event) => event.timestamp },
  { name: 'event', type: 'VARCHAR', cell: (event) => event.kind },
  ...originFields.map((field) => ({
    name: snakeCase(field),
    type: 'VARCHAR' as const,
    cell: (event: FlatEvent) => event[field] ?? null,
  })),
  ...wideFieldNames.flatMap(wideColumns),
  ...smallFields.map((field) => ({
    name: columnOf(field),
    type: 'INTEGER' as const,
    cell: (event: FlatEvent) => event[field] ?? null,
  })),
]

/** An event as the flat row that {@link eventTable} writes. */
export const flatEvent = (event: PoolEvent): FlatEvent => event

/** Columns of `positions/events.parquet`. */
export const positionTable: readonly TableColumn<PositionEvent>[] = [
  { name: 'block_number', type: 'UINTEGER', cell: (event) => event.blockNumber },
  { name: 'log_index', type: 'UINTEGER', cell: (event) => event.logIndex },
  { name: 'timestamp', type: 'UINTEGER', cell: (event) => event.timestamp },
  { name: 'event', type: 'VARCHAR', cell: (event) => event.kind },
  { name: 'transaction_hash', type: 'VARCHAR', cell: (event) => event.transactionHash ?? null },
  { name: 'recipient', type: 'VARCHAR', cell: (event) => event.recipient ?? null },
  { name: 'token_id', type: 'VARCHAR', cell: (event) => event.tokenId.toString() },
  { name: 'liquidity', type: 'VARCHAR', cell: (event) => event.liquidity.toString() },
  { name: 'amount0', type: 'VARCHAR', cell: (event) => event.amount0.toString() },
  { name: 'amount1', type: 'VARCHAR', cell: (event) => event.amount1.toString() },
  { name: 'pool_log_index', type: 'UINTEGER', cell: (event) => event.poolLogIndex },
  { name: 'tick_lower', type: 'INTEGER', cell: (event) => event.tickLower },
  { name: 'tick_upper', type: 'INTEGER', cell: (event) => event.tickUpper },
]

/** Columns of `state/chain-states.parquet`. */
export const stateTable: readonly TableColumn<ChainState>[] = [
  { name: 'timestamp', type: 'UINTEGER', cell: (state) => state.timestamp },
  { name: 'block_number', type: 'UINTEGER', cell: (state) => state.blockNumber },
  { name: 'sqrt_price_x96', type: 'VARCHAR', cell: (state) => state.sqrtPriceX96.toString() },
  { name: 'tick', type: 'INTEGER', cell: (state) => state.tick },
  { name: 'liquidity', type: 'VARCHAR', cell: (state) => state.liquidity.toString() },
  {
    name: 'fee_growth_global0_x128',
    type: 'VARCHAR',
    cell: (state) => state.feeGrowthGlobal0X128.toString(),
  },
  {
    name: 'fee_growth_global1_x128',
    type: 'VARCHAR',
    cell: (state) => state.feeGrowthGlobal1X128.toString(),
  },
]
