import { liquidityAt } from './columns-read.ts'
import type { PoolEventColumns } from './event-columns.ts'
import { kindCode } from './events.ts'

/**
 * Liquidity added to tick-spacing intervals by mints and burns since the start of a stream, read at
 * one interval at a time. Interval `i` is `[i · spacing, (i + 1) · spacing)`, boundary `i` its lower edge.
 */
export interface NetCursor {
  /** Net liquidity change on crossing a boundary upwards. */
  readonly netByBoundary: Map<number, bigint>
  /** Interval the cursor stands on. */
  index: number
  /** Liquidity added to that interval. */
  added: bigint
}

/** A cursor at interval `index`, before any mint or burn. */
export function createNetCursor(index: number): NetCursor {
  return { netByBoundary: new Map(), index, added: 0n }
}

/** Interval that contains `tick`. */
export function intervalIndex(tick: number, tickSpacing: number): number {
  return Math.floor(tick / tickSpacing)
}

/** Liquidity that an event adds to its range: negative for burns, 0 for all else. */
export function liquidityChangeAt(columns: PoolEventColumns, row: number): bigint {
  const kind = columns.kind[row]
  if (kind === kindCode.mint) return liquidityAt(columns, row)
  if (kind === kindCode.burn) return -liquidityAt(columns, row)
  return 0n
}

/** Adds liquidity to the intervals from `lowerIndex` up to, not with, `upperIndex`. */
export function addLiquidity(
  cursor: NetCursor,
  lowerIndex: number,
  upperIndex: number,
  change: bigint,
): void {
  const net = cursor.netByBoundary
  net.set(lowerIndex, (net.get(lowerIndex) ?? 0n) + change)
  net.set(upperIndex, (net.get(upperIndex) ?? 0n) - change)
  if (lowerIndex <= cursor.index && cursor.index < upperIndex) cursor.added += change
}

/** Moves the cursor to another interval; `added` is then what mints and burns added there. */
export function moveNetCursor(cursor: NetCursor, index: number): void {
  while (cursor.index < index) {
    cursor.index++
    cursor.added += cursor.netByBoundary.get(cursor.index) ?? 0n
  }
  while (cursor.index > index) {
    cursor.added -= cursor.netByBoundary.get(cursor.index) ?? 0n
    cursor.index--
  }
}
