import { liquidityAt } from './columns-read.ts'
import { UserError } from './errors.ts'
import type { LiquidityInterval, PoolEventColumns, PoolSpec, StartState } from './event-columns.ts'
import { kindCode } from './events.ts'
import {
  addLiquidity,
  createNetCursor,
  intervalIndex,
  liquidityChangeAt,
  moveNetCursor,
} from './liquidity-net.ts'

/** What the stream itself cannot tell. */
export interface DeriveStartOptions {
  /** `slot0.feeProtocol` at the start; 0 (off) unless given. */
  readonly feeProtocol?: number
}

/**
 * The start state that a stream of events implies. Every swap reveals the in-range liquidity of the
 * interval it ends in; less what mints and burns added there since, that is the interval's liquidity
 * before the first event. A stream that begins with Initialize starts `fresh`.
 *
 * Intervals that are crossed but never ended in stay unknown, and so does the price before the first
 * swap. Also unknown are ticks at which as much liquidity ends as begins and which no event touches:
 * the contract stops there and rounds once more, so a swap across one may differ by a raw unit in its
 * fee. Where its output gives the stop away, the replay marks its steps as estimated. The result depends on later events only through *which* intervals it holds; no strategy may
 * read it.
 * @throws UserError `E_DATA_GAP` when two swaps disagree: an event is missing, doubled or out of order
 * @example const start = deriveStartState(columns, { fee: 500, tickSpacing: 10 })
 */
export function deriveStartState(
  columns: PoolEventColumns,
  spec: PoolSpec,
  options: DeriveStartOptions = {},
): StartState {
  if (columns.kind[0] === kindCode.initialize && columns.length > 0) return { kind: 'fresh' }
  const observed = observeStartLiquidity(columns, spec)
  const intervals = [...observed]
    .sort(([a], [b]) => a - b)
    .map(([index, liquidity]): LiquidityInterval => {
      const tickLower = index * spec.tickSpacing
      return { tickLower, tickUpper: tickLower + spec.tickSpacing, liquidity }
    })
  return { kind: 'derived', feeProtocol: options.feeProtocol ?? 0, intervals }
}

/** Start liquidity by interval index, of every interval in which some swap ends. */
export function observeStartLiquidity(
  columns: PoolEventColumns,
  spec: PoolSpec,
): Map<number, bigint> {
  const { tickSpacing } = spec
  const cursor = createNetCursor(0)
  const startLiquidity = new Map<number, bigint>()
  for (let row = 0; row < columns.length; row++) {
    const tickA = columns.tickA[row] ?? 0
    if (columns.kind[row] !== kindCode.swap) {
      const change = liquidityChangeAt(columns, row)
      if (change === 0n) continue
      const upper = intervalIndex(columns.tickB[row] ?? 0, tickSpacing)
      addLiquidity(cursor, intervalIndex(tickA, tickSpacing), upper, change)
      continue
    }
    const index = intervalIndex(tickA, tickSpacing)
    if (index !== cursor.index) moveNetCursor(cursor, index)
    const observed = liquidityAt(columns, row) - cursor.added
    const expected = startLiquidity.get(index)
    if (expected === undefined && observed >= 0n) startLiquidity.set(index, observed)
    else if (expected !== observed)
      throw liquidityGap(columns, row, index, expected, observed, spec)
  }
  return startLiquidity
}

function liquidityGap(
  columns: PoolEventColumns,
  row: number,
  index: number,
  expected: bigint | undefined,
  observed: bigint,
  spec: PoolSpec,
): UserError {
  const tickLower = index * spec.tickSpacing
  const blockNumber = columns.blockNumber[row] ?? 0
  const liquidity = liquidityAt(columns, row)
  const wanted = expected === undefined ? liquidity - observed : liquidity + expected - observed
  return new UserError(
    'E_DATA_GAP',
    `row ${row} (block ${blockNumber}): in-range liquidity of the swap is ${liquidity}, ` +
      (expected === undefined
        ? `below the ${wanted} that the mints and burns before it leave`
        : `where the events before it leave ${wanted}`),
    {
      hint: 'a mint, burn or swap is missing, doubled or out of order: fetch or import this stretch again',
      facts: {
        row,
        blockNumber,
        logIndex: columns.logIndex[row] ?? 0,
        tickLower,
        tickUpper: tickLower + spec.tickSpacing,
        liquidity,
        expectedLiquidity: wanted,
      },
    },
  )
}
