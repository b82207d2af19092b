import { columnLimbs, writeLimbs } from './columns-limbs.ts'
import { UserError } from './errors.ts'
import type { PoolEventColumns } from './event-columns.ts'
import { kindCode } from './events.ts'
import type { PoolEvent } from './events.ts'

const UINT32_MAX = 0xffffffff
const INT32_MAX = 0x7fffffff

/**
 * Empty (all-zero) event columns of `length` rows in shared memory, so that worker threads read
 * them without a copy.
 * @example const columns = createEventColumns(1000)
 */
export function createEventColumns(length: number): PoolEventColumns {
  const bytes = (perRow: number) => new SharedArrayBuffer(length * perRow)
  return {
    length,
    kind: new Uint8Array(bytes(1)),
    blockNumber: new Uint32Array(bytes(4)),
    logIndex: new Uint32Array(bytes(4)),
    timestamp: new Uint32Array(bytes(4)),
    tickA: new Int32Array(bytes(4)),
    tickB: new Int32Array(bytes(4)),
    sqrtPriceX96: new BigUint64Array(bytes(8 * columnLimbs.sqrtPriceX96)),
    liquidity: new BigUint64Array(bytes(8 * columnLimbs.liquidity)),
    amount0: new BigUint64Array(bytes(8 * columnLimbs.amount0)),
    amount1: new BigUint64Array(bytes(8 * columnLimbs.amount1)),
  }
}

/**
 * Events, in their order, as columns. What columns do not hold is dropped: hashes, addresses,
 * the principal of a flash loan.
 * @throws UserError `E_EVENT_VALUE` naming row, field and value when a value does not fit its column
 * @example const columns = encodeEvents(events)
 */
export function encodeEvents(events: readonly PoolEvent[]): PoolEventColumns {
  const columns = createEventColumns(events.length)
  events.forEach((event, row) => writeEvent(columns, row, event))
  return columns
}

/**
 * Writes one event into a row of zeroed columns; see `PoolEventColumns` for the layout.
 * @throws UserError `E_EVENT_VALUE` when a value does not fit its column
 * @example writeEvent(columns, 0, event)
 */
export function writeEvent(columns: PoolEventColumns, row: number, event: PoolEvent): void {
  columns.kind[row] = kindCode[event.kind]
  columns.blockNumber[row] = fitting('blockNumber', event.blockNumber, 0, UINT32_MAX, row)
  columns.logIndex[row] = fitting('logIndex', event.logIndex, 0, UINT32_MAX, row)
  columns.timestamp[row] = fitting('timestamp', event.timestamp, 0, UINT32_MAX, row)
  switch (event.kind) {
    case 'initialize':
      writePrice(columns, row, event.sqrtPriceX96)
      writeTicks(columns, row, event.tick, 0)
      return
    case 'swap':
      writePrice(columns, row, event.sqrtPriceX96)
      writeTicks(columns, row, event.tick, 0)
      writeLiquidity(columns, row, event.liquidity)
      writeAmounts(columns, row, event.amount0, event.amount1)
      return
    case 'mint':
    case 'burn':
      writeTicks(columns, row, event.tickLower, event.tickUpper)
      writeLiquidity(columns, row, event.liquidity)
      writeAmounts(columns, row, event.amount0, event.amount1)
      return
    case 'collect':
      writeTicks(columns, row, event.tickLower, event.tickUpper)
      writeAmounts(columns, row, event.amount0, event.amount1)
      return
    case 'flash':
      writeAmounts(columns, row, event.paid0, event.paid1)
      return
    case 'setFeeProtocol':
      writeTicks(columns, row, event.feeProtocol0New, event.feeProtocol1New)
      return
    case 'collectProtocol':
      writeAmounts(columns, row, event.amount0, event.amount1)
      return
    case 'increaseObservationCardinalityNext':
      writeTicks(
        columns,
        row,
        event.observationCardinalityNextNew,
        event.observationCardinalityNextOld,
      )
  }
}

/**
 * Rows `[fromRow, toRow)` as views on the same memory.
 * @example const firstDay = sliceColumns(columns, 0, rowCountAtTime(columns, endOfDay))
 */
export function sliceColumns(
  columns: PoolEventColumns,
  fromRow: number,
  toRow: number,
): PoolEventColumns {
  const wide = (column: BigUint64Array, limbs: number) =>
    column.subarray(limbs * fromRow, limbs * toRow)
  return {
    length: toRow - fromRow,
    kind: columns.kind.subarray(fromRow, toRow),
    blockNumber: columns.blockNumber.subarray(fromRow, toRow),
    logIndex: columns.logIndex.subarray(fromRow, toRow),
    timestamp: columns.timestamp.subarray(fromRow, toRow),
    tickA: columns.tickA.subarray(fromRow, toRow),
    tickB: columns.tickB.subarray(fromRow, toRow),
    sqrtPriceX96: wide(columns.sqrtPriceX96, columnLimbs.sqrtPriceX96),
    liquidity: wide(columns.liquidity, columnLimbs.liquidity),
    amount0: wide(columns.amount0, columnLimbs.amount0),
    amount1: wide(columns.amount1, columnLimbs.amount1),
  }
}

function writeTicks(columns: PoolEventColumns, row: number, a: number, b: number): void {
  columns.tickA[row] = fitting('tickA', a, -INT32_MAX, INT32_MAX, row)
  columns.tickB[row] = fitting('tickB', b, -INT32_MAX, INT32_MAX, row)
}

function writePrice(columns: PoolEventColumns, row: number, value: bigint): void {
  checkBits('sqrtPriceX96', value, BigInt.asUintN(160, value), row)
  writeLimbs(columns.sqrtPriceX96, columnLimbs.sqrtPriceX96, row, value)
}

function writeLiquidity(columns: PoolEventColumns, row: number, value: bigint): void {
  checkBits('liquidity', value, BigInt.asUintN(128, value), row)
  writeLimbs(columns.liquidity, columnLimbs.liquidity, row, value)
}

function writeAmounts(
  columns: PoolEventColumns,
  row: number,
  amount0: bigint,
  amount1: bigint,
): void {
  checkBits('amount0', amount0, BigInt.asIntN(192, amount0), row)
  checkBits('amount1', amount1, BigInt.asIntN(192, amount1), row)
  writeLimbs(columns.amount0, columnLimbs.amount0, row, amount0)
  writeLimbs(columns.amount1, columnLimbs.amount1, row, amount1)
}

function fitting(field: string, value: number, low: number, high: number, row: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value
  throw misfit(field, value, row)
}

function checkBits(field: string, value: bigint, truncated: bigint, row: number): void {
  if (value !== truncated) throw misfit(field, value, row)
}

function misfit(field: string, value: number | bigint, row: number): UserError {
  return new UserError('E_EVENT_VALUE', `row ${row}: ${field} ${value} is out of range`, {
    hint: 'check the source: a column may be shifted, or signed and unsigned mixed up',
    facts: { row, field, value },
  })
}
