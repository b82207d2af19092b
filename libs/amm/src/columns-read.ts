import { columnLimbs, readSigned192, readUnsignedLimbs } from './columns-limbs.ts'
import { InvariantError } from './errors.ts'
import type { PoolEventColumns } from './event-columns.ts'
import { eventKinds } from './events.ts'
import type { EventKind, PoolEvent } from './events.ts'

/** Price after a swap or Initialize, Q64.96. @example sqrtPriceAt(columns, 0) */
export function sqrtPriceAt(columns: PoolEventColumns, row: number): bigint {
  return readUnsignedLimbs(columns.sqrtPriceX96, columnLimbs.sqrtPriceX96, row)
}

/** In-range liquidity after a swap; liquidity of a mint or burn. @example liquidityAt(columns, 0) */
export function liquidityAt(columns: PoolEventColumns, row: number): bigint {
  return readUnsignedLimbs(columns.liquidity, columnLimbs.liquidity, row)
}

/** Token0 of the event, raw units, signed for swaps. @example amount0At(columns, 0) */
export function amount0At(columns: PoolEventColumns, row: number): bigint {
  return readSigned192(columns.amount0, row)
}

/** Token1 of the event, raw units, signed for swaps. @example amount1At(columns, 0) */
export function amount1At(columns: PoolEventColumns, row: number): bigint {
  return readSigned192(columns.amount1, row)
}

/** Kind of a row's event. @example eventKindAt(columns, 0) // 'swap' */
export function eventKindAt(columns: PoolEventColumns, row: number): EventKind {
  const kind = eventKinds[columns.kind[row] ?? -1]
  if (kind !== undefined) return kind
  throw new InvariantError('E_EVENT_ROW', `there is no event kind in row ${row}`, {
    facts: { row, length: columns.length },
  })
}

/**
 * The event of a row, without hashes and addresses, which columns do not hold. A flash event's
 * principal is not held either and reads as 0; old protocol fees read as 0.
 * @throws InvariantError `E_EVENT_ROW` beyond the last row
 * @example const event = eventAt(columns, 12)
 */
export function eventAt(columns: PoolEventColumns, row: number): PoolEvent {
  const kind = eventKindAt(columns, row)
  const place = {
    blockNumber: columns.blockNumber[row] ?? 0,
    logIndex: columns.logIndex[row] ?? 0,
    timestamp: columns.timestamp[row] ?? 0,
  }
  const a = columns.tickA[row] ?? 0
  const b = columns.tickB[row] ?? 0
  const amounts = { amount0: amount0At(columns, row), amount1: amount1At(columns, row) }
  switch (kind) {
    case 'initialize':
      return { kind, ...place, sqrtPriceX96: sqrtPriceAt(columns, row), tick: a }
    case 'swap':
      return {
        kind,
        ...place,
        ...amounts,
        sqrtPriceX96: sqrtPriceAt(columns, row),
        liquidity: liquidityAt(columns, row),
        tick: a,
      }
    case 'mint':
    case 'burn':
      return {
        kind,
        ...place,
        ...amounts,
        tickLower: a,
        tickUpper: b,
        liquidity: liquidityAt(columns, row),
      }
    case 'collect':
      return { kind, ...place, ...amounts, tickLower: a, tickUpper: b }
    case 'flash':
      return {
        kind,
        ...place,
        amount0: 0n,
        amount1: 0n,
        paid0: amounts.amount0,
        paid1: amounts.amount1,
      }
    case 'setFeeProtocol':
      return {
        kind,
        ...place,
        feeProtocol0Old: 0,
        feeProtocol1Old: 0,
        feeProtocol0New: a,
        feeProtocol1New: b,
      }
    case 'collectProtocol':
      return { kind, ...place, ...amounts }
    case 'increaseObservationCardinalityNext':
      return {
        kind,
        ...place,
        observationCardinalityNextOld: b,
        observationCardinalityNextNew: a,
      }
  }
}

/**
 * Number of events with timestamp ≤ `timestamp` (unix seconds): the row whose state a reader at
 * that time sees. Row *r* is the state after the first *r* events; 0 is the start.
 * @example const row = rowCountAtTime(columns, 1_750_000_000)
 */
export function rowCountAtTime(columns: PoolEventColumns, timestamp: number): number {
  return countAtMost(columns.timestamp, timestamp, columns.length)
}

/**
 * Number of events up to the end of block `blockNumber`.
 * @example const row = rowCountAtBlock(columns, 18_940_927)
 */
export function rowCountAtBlock(columns: PoolEventColumns, blockNumber: number): number {
  return countAtMost(columns.blockNumber, blockNumber, columns.length)
}

/** How many of the first `length` entries of an ascending array are ≤ `limit`. */
export function countAtMost(
  ascending: Uint32Array | Int32Array,
  limit: number,
  length: number,
  from = 0,
): number {
  let low = from
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
