import { countAtMost } from './columns-read.ts'
import { readUnsignedLimbs } from './columns-limbs.ts'
import { UserError } from './errors.ts'
import type { WideColumn } from './fee-growth-index-appender.ts'
import type { FeeGrowthIndex, TokenGrowth } from './fee-growth-index-parts.ts'
import { checkTickRange } from './tick-math.ts'

/** Fee growth per unit of liquidity, both tokens, Q128.128. */
export interface FeeGrowth {
  readonly growth0X128: bigint
  readonly growth1X128: bigint
}

/** Where a (range, row) finds its numbers: positions in the growth and crossing arrays, and signs. */
interface Placement {
  row: number
  /** Sign of the global growth, and of the growth outside the lower and upper boundary. */
  global: number
  lower: number
  upper: number
  lowerCrossing: number
  upperCrossing: number
}

/**
 * Fee growth of the whole pool from the start of the stream up to `row`, modulo 2^256.
 * @example feeGrowthGlobal(index, rowCountAtTime(columns, time))
 */
export function feeGrowthGlobal(index: FeeGrowthIndex, row: number): FeeGrowth {
  checkRow(index, row)
  return {
    growth0X128: globalAt(index.token0, row),
    growth1X128: globalAt(index.token1, row),
  }
}

/**
 * Growth of the pool's global fee counters between two rows: what a unit of liquidity earned that was
 * in range throughout. Modulo 2^256, as the counters.
 * @throws UserError `E_ROW`
 * @example feeGrowthGlobalBetween(index, rowCountAtTime(columns, from), rowCountAtTime(columns, to))
 */
export function feeGrowthGlobalBetween(
  index: FeeGrowthIndex,
  fromRow: number,
  toRow: number,
): FeeGrowth {
  const from = feeGrowthGlobal(index, fromRow)
  const to = feeGrowthGlobal(index, toRow)
  return {
    growth0X128: BigInt.asUintN(256, to.growth0X128 - from.growth0X128),
    growth1X128: BigInt.asUintN(256, to.growth1X128 - from.growth1X128),
  }
}

/**
 * Fee growth of both tokens as one figure in token1 (X128) at a price, the part of token0 rounded down.
 * @example feeGrowthInToken1X128({ growth0X128: 5n, growth1X128: 7n }, 2n * Q96) // 27n
 */
export function feeGrowthInToken1X128(growth: FeeGrowth, sqrtPriceX96: bigint): bigint {
  return growth.growth1X128 + ((growth.growth0X128 * sqrtPriceX96 * sqrtPriceX96) >> 192n)
}

/**
 * Fee growth inside `[tickLower, tickUpper)` from the start of the stream up to `row` (the state after
 * the first `row` events), exact, modulo 2^256. Two binary searches, whatever the window's length.
 * The ticks need not have been initialised: a range gets what it would have got.
 *
 * Source: Uniswap v3-core `Tick.getFeeGrowthInside`, counted from the start of the stream.
 * @throws UserError `E_TICK_RANGE`, `E_TICK_SPACING`, `E_ROW`
 * @example feeGrowthInside(index, -198000, -197000, columns.length)
 */
export function feeGrowthInside(
  index: FeeGrowthIndex,
  tickLower: number,
  tickUpper: number,
  row: number,
): FeeGrowth {
  checkQuery(index, tickLower, tickUpper, row, row)
  const placement = place(placementA, index, tickLower, tickUpper, row)
  return {
    growth0X128: BigInt.asUintN(256, insideAt(index.token0, placement)),
    growth1X128: BigInt.asUintN(256, insideAt(index.token1, placement)),
  }
}

/**
 * Fee growth inside a range between two rows: times liquidity, over 2^128, rounded down, it is what a
 * position earned.
 * @throws UserError `E_TICK_RANGE`, `E_TICK_SPACING`, `E_ROW`
 * @example
 * const { growth0X128 } = feeGrowthBetween(index, tickLower, tickUpper, mintRow, burnRow)
 * const fee0 = (growth0X128 * liquidity) >> 128n
 */
export function feeGrowthBetween(
  index: FeeGrowthIndex,
  tickLower: number,
  tickUpper: number,
  fromRow: number,
  toRow: number,
): FeeGrowth {
  checkQuery(index, tickLower, tickUpper, fromRow, toRow)
  const from = place(placementA, index, tickLower, tickUpper, fromRow)
  const to = place(placementB, index, tickLower, tickUpper, toRow)
  return {
    growth0X128: BigInt.asUintN(256, insideAt(index.token0, to) - insideAt(index.token0, from)),
    growth1X128: BigInt.asUintN(256, insideAt(index.token1, to) - insideAt(index.token1, from)),
  }
}

/**
 * As {@link feeGrowthBetween} in floating point: tokens (raw units) per unit of liquidity. The
 * difference is taken on the exact integers 32 bits at a time, so even a window of one swap keeps a
 * relative error below 2^-48.
 * @example const { fee0 } = feesPerLiquidityFast(index, tickLower, tickUpper, fromRow, toRow)
 */
export function feesPerLiquidityFast(
  index: FeeGrowthIndex,
  tickLower: number,
  tickUpper: number,
  fromRow: number,
  toRow: number,
): { readonly fee0: number; readonly fee1: number } {
  if (index.wraps) {
    const exact = feeGrowthBetween(index, tickLower, tickUpper, fromRow, toRow)
    return {
      fee0: Number(exact.growth0X128) / 2 ** 128,
      fee1: Number(exact.growth1X128) / 2 ** 128,
    }
  }
  checkQuery(index, tickLower, tickUpper, fromRow, toRow)
  const from = place(placementA, index, tickLower, tickUpper, fromRow)
  const to = place(placementB, index, tickLower, tickUpper, toRow)
  return {
    fee0: fastDifference(index.token0, from, to),
    fee1: fastDifference(index.token1, from, to),
  }
}

/**
 * How many steps inside the range and window rest on guessed liquidity; 0 = the fees are fully
 * determined by the data.
 * @example estimatedSteps(index, tickLower, tickUpper, fromRow, toRow) === 0
 */
export function estimatedSteps(
  index: FeeGrowthIndex,
  tickLower: number,
  tickUpper: number,
  fromRow: number,
  toRow: number,
): number {
  checkQuery(index, tickLower, tickUpper, fromRow, toRow)
  const { estimatedRow, estimatedIndex, tickSpacing } = index
  let count = 0
  let at = countAtMost(estimatedRow, fromRow, estimatedRow.length)
  for (; at < estimatedRow.length && (estimatedRow[at] ?? 0) <= toRow; at++) {
    const tick = (estimatedIndex[at] ?? 0) * tickSpacing
    if (tickLower <= tick && tick < tickUpper) count++
  }
  return count
}

/**
 * Combines running totals at a range's two rows: `kind` names one of the floating-point moments.
 * A stored total is its exact value rounded once, so the result is off by no more than the sum of
 * half units in the last place of what it combines.
 */
export function momentBetween(
  index: FeeGrowthIndex,
  token: TokenGrowth,
  moment: 0 | 1 | 2,
  tickLower: number,
  tickUpper: number,
  fromRow: number,
  toRow: number,
): number {
  const from = place(placementA, index, tickLower, tickUpper, fromRow)
  const to = place(placementB, index, tickLower, tickUpper, toRow)
  return momentAt(token, moment, to) - momentAt(token, moment, from)
}

// Two scratch placements: queries run by the million and are never nested.
const placementA: Placement = createPlacement()
const placementB: Placement = createPlacement()

function createPlacement(): Placement {
  return { row: 0, global: 0, lower: 0, upper: 0, lowerCrossing: -1, upperCrossing: -1 }
}

function place(
  placement: Placement,
  index: FeeGrowthIndex,
  tickLower: number,
  tickUpper: number,
  row: number,
): Placement {
  const tick = index.tickAtRow[row] ?? 0
  const isBelow = tick < tickLower
  const isAbove = tick >= tickUpper
  placement.row = row
  placement.global = isBelow || isAbove ? 0 : 1
  placement.lower = isBelow ? 1 : -1
  placement.upper = isAbove ? 1 : -1
  placement.lowerCrossing = lastCrossing(index, tickLower / index.tickSpacing, row)
  placement.upperCrossing = lastCrossing(index, tickUpper / index.tickSpacing, row)
  return placement
}

/** Position of the boundary's last crossing up to `row`, -1 when there is none. */
function lastCrossing(index: FeeGrowthIndex, boundary: number, row: number): number {
  const slot = boundary - index.firstBoundary
  const from = index.crossingStart[slot]
  const end = index.crossingStart[slot + 1]
  if (from === undefined || end === undefined || from === end) return -1
  const position = countAtMost(index.crossingRow, row, end, from) - 1
  return position < from ? -1 : position
}

function insideAt(token: TokenGrowth, at: Placement): bigint {
  const lower = at.lowerCrossing < 0 ? 0n : outsideAt(token, at.lowerCrossing)
  const upper = at.upperCrossing < 0 ? 0n : outsideAt(token, at.upperCrossing)
  if (at.lower > 0) return lower - upper
  if (at.upper > 0) return upper - lower
  return globalAt(token, at.row) - lower - upper
}

function globalAt(token: TokenGrowth, row: number): bigint {
  return cached(token.global, token.globalCache, token.countAtRow[row] ?? 0)
}

function outsideAt(token: TokenGrowth, crossing: number): bigint {
  return cached(token.outside, token.outsideCache, crossing)
}

const CHUNK_BITS = 10
const CHUNK_MASK = (1 << CHUNK_BITS) - 1

/** Decoded values are kept in chunks, so that memory follows what is asked for. */
function cached(column: WideColumn, cache: bigint[][], position: number): bigint {
  const chunk = (cache[position >> CHUNK_BITS] ??= [])
  return (chunk[position & CHUNK_MASK] ??= readUnsignedLimbs(column.data, column.limbs, position))
}

function momentAt(token: TokenGrowth, moment: 0 | 1 | 2, at: Placement): number {
  const { global, outside } = token.moments[moment]
  const lower = at.lowerCrossing < 0 ? 0 : (outside[at.lowerCrossing] ?? 0)
  const upper = at.upperCrossing < 0 ? 0 : (outside[at.upperCrossing] ?? 0)
  const total = at.global === 0 ? 0 : (global[token.countAtRow[at.row] ?? 0] ?? 0)
  return total + at.lower * lower + at.upper * upper
}

const WORD = 2 ** 32

function fastDifference(token: TokenGrowth, from: Placement, to: Placement): number {
  const { globalWords, outsideWords, countAtRow } = token
  const width = 2 * token.global.limbs
  const globalTo = (countAtRow[to.row] ?? 0) * width
  const globalFrom = (countAtRow[from.row] ?? 0) * width
  const lowerTo = Math.max(to.lowerCrossing, 0) * width
  const lowerFrom = Math.max(from.lowerCrossing, 0) * width
  const upperTo = Math.max(to.upperCrossing, 0) * width
  const upperFrom = Math.max(from.upperCrossing, 0) * width
  const lowerToSign = to.lowerCrossing < 0 ? 0 : to.lower
  const lowerFromSign = from.lowerCrossing < 0 ? 0 : from.lower
  const upperToSign = to.upperCrossing < 0 ? 0 : to.upper
  const upperFromSign = from.upperCrossing < 0 ? 0 : from.upper
  let sum = 0
  for (let word = width - 1; word >= 0; word--) {
    let difference =
      to.global * (globalWords[globalTo + word] ?? 0) -
      from.global * (globalWords[globalFrom + word] ?? 0)
    if (lowerToSign !== 0) difference += lowerToSign * (outsideWords[lowerTo + word] ?? 0)
    if (lowerFromSign !== 0) difference -= lowerFromSign * (outsideWords[lowerFrom + word] ?? 0)
    if (upperToSign !== 0) difference += upperToSign * (outsideWords[upperTo + word] ?? 0)
    if (upperFromSign !== 0) difference -= upperFromSign * (outsideWords[upperFrom + word] ?? 0)
    sum = sum * WORD + difference
  }
  return sum / 2 ** 128
}

/** Refuses ranges off the spacing and rows outside the stream. */
export function checkQuery(
  index: FeeGrowthIndex,
  tickLower: number,
  tickUpper: number,
  fromRow: number,
  toRow: number,
): void {
  const { tickSpacing } = index
  if (!(tickLower < tickUpper) || tickLower % tickSpacing !== 0 || tickUpper % tickSpacing !== 0)
    checkTickRange(tickLower, tickUpper, tickSpacing)
  checkRow(index, fromRow)
  checkRow(index, toRow)
}

function checkRow(index: FeeGrowthIndex, row: number): void {
  if (row >= 0 && row <= index.length && Number.isInteger(row)) return
  throw new UserError('E_ROW', `row ${row} is not between 0 and ${index.length}`, {
    hint: 'row r is the state after the first r events of the dataset',
    facts: { row, length: index.length },
  })
}
