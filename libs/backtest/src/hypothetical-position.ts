import {
  amountsForLiquidityDown,
  amountsForLiquidityUp,
  checkTickRange,
  dilutedFees,
  estimatedSteps,
  feeGrowthBetween,
  InvariantError,
  mulDivDown,
  Q128,
  Q96,
  rowCountAtTime,
  UserError,
  type FeeGrowthIndex,
  type TokenAmounts,
} from '@tickwise/amm'
import type { Dataset } from '@tickwise/market'
import { firstPricedRow, poolPriceAt, setsPrice, type PoolPrice } from './pool-price-at.ts'

/** What {@link hypotheticalPosition} reads of a dataset. */
export type PricedDataset = Pick<Dataset, 'columns' | 'startState' | 'spec' | 'index'>

/** A position that was not there, over a window of unix seconds (default: all of the data). */
export interface HypotheticalPosition {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
  /** It sees no event up to and with this second. */
  readonly from?: number
  /** It sees the events up to and with this second. */
  readonly to?: number
}

/** The pool and the position at one end of the window. */
export interface PositionMark {
  readonly timestamp: number
  /** Number of events before it. */
  readonly row: number
  readonly price: PoolPrice
  /** Rounded up at the start (what minting takes), down at the end (what burning gives). */
  readonly amounts: TokenAmounts
  /** Both amounts in raw token1 at the price of this end, rounded down. */
  readonly valueInToken1Down: bigint
}

/** What the position would have earned; see {@link hypotheticalPosition}. */
export interface HypotheticalOutcome {
  readonly start: PositionMark
  readonly end: PositionMark
  /** Its share as if it took nothing from the others: exact for vanishing liquidity. */
  readonly undilutedFees: TokenAmounts
  /** Its share of l / (L + l) in every step. */
  readonly dilutedFees: TokenAmounts
  /** Bound on the error of `dilutedFees` over `undilutedFees`; 0 when they were summed step by step. */
  readonly dilutionErrorBound: number
  readonly undilutedFeesInToken1Down: bigint
  readonly dilutedFeesInToken1Down: bigint
  /** Share of the window's seconds with the price in range, 0 … 1. */
  readonly timeInRange: number
  /** Swap steps in range whose liquidity the data do not reveal: 0 means the fees are exact. */
  readonly estimatedSteps: number
}

/**
 * What a position of `liquidity` in `[tickLower, tickUpper)` would have earned between two times,
 * held without a touch. Prices and swaps are those of the data: it does not move the market. The
 * window starts where a price is known for the first time, if that is later than `from`.
 *
 * @throws UserError E_TICK_RANGE, E_TICK_SPACING for a range the pool does not allow; E_LIQUIDITY
 * when it is not positive; E_WINDOW_EMPTY when no event lies in the window.
 *
 * @example
 * hypotheticalPosition(dataset, { tickLower: -100, tickUpper: 100, liquidity: 10n ** 18n }).dilutedFees
 */
export function hypotheticalPosition(
  dataset: PricedDataset,
  position: HypotheticalPosition,
): HypotheticalOutcome {
  const { tickLower, tickUpper, liquidity } = position
  checkTickRange(tickLower, tickUpper, dataset.spec.tickSpacing)
  if (liquidity <= 0n) {
    throw new UserError('E_LIQUIDITY', `liquidity ${liquidity} is not positive`, {
      hint: 'use a positive whole number, as the pool counts liquidity',
    })
  }
  const { from, to, fromRow, toRow } = windowRows(dataset, position)
  const start = mark(dataset, position, from, fromRow, amountsForLiquidityUp)
  const end = mark(dataset, position, to, toRow, amountsForLiquidityDown)
  const index = dataset.index()
  const undiluted = undilutedFeesDown(index, position, fromRow, toRow)
  const diluted = dilutedFees(index, tickLower, tickUpper, fromRow, toRow, liquidity)
  const shared = { amount0: diluted.fee0, amount1: diluted.fee1 }
  return {
    start,
    end,
    undilutedFees: undiluted,
    dilutedFees: shared,
    dilutionErrorBound: diluted.relativeErrorBound,
    undilutedFeesInToken1Down: valueInToken1Down(undiluted, end.price.sqrtPriceX96),
    dilutedFeesInToken1Down: valueInToken1Down(shared, end.price.sqrtPriceX96),
    timeInRange: timeInRange(dataset, position, { from, to, fromRow, toRow }),
    estimatedSteps: estimatedSteps(index, tickLower, tickUpper, fromRow, toRow),
  }
}

interface Window {
  readonly from: number
  readonly to: number
  readonly fromRow: number
  readonly toRow: number
}

function windowRows(dataset: PricedDataset, position: HypotheticalPosition): Window {
  const { columns } = dataset
  const askedFrom = position.from ?? columns.timestamp[0] ?? 0
  const to = position.to ?? columns.timestamp[columns.length - 1] ?? 0
  const askedRow = position.from === undefined ? 0 : rowCountAtTime(columns, askedFrom)
  const fromRow = Math.max(askedRow, firstPricedRow(columns, dataset.startState))
  const from = Math.max(askedFrom, fromRow > askedRow ? (columns.timestamp[fromRow - 1] ?? 0) : 0)
  const toRow = rowCountAtTime(columns, to)
  if (fromRow < toRow && from < to) return { from, to, fromRow, toRow }
  throw new UserError('E_WINDOW_EMPTY', `no event lies after ${utc(from)} and up to ${utc(to)}`, {
    hint: `the data have events from ${utc(columns.timestamp[0] ?? 0)} to ${utc(columns.timestamp[columns.length - 1] ?? 0)}`,
    facts: {
      from,
      to,
      firstEvent: columns.timestamp[0] ?? 0,
      lastEvent: columns.timestamp[columns.length - 1] ?? 0,
    },
  })
}

const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19)

function mark(
  dataset: PricedDataset,
  position: HypotheticalPosition,
  timestamp: number,
  row: number,
  amountsOf: typeof amountsForLiquidityDown,
): PositionMark {
  const price = poolPriceAt(dataset.columns, dataset.startState, row)
  if (price === undefined) throw new InvariantError('E_NO_PRICE', `no price is known at row ${row}`)
  const { tickLower, tickUpper, liquidity } = position
  const amounts = amountsOf(price.sqrtPriceX96, tickLower, tickUpper, liquidity)
  const value = valueInToken1Down(amounts, price.sqrtPriceX96)
  return { timestamp, row, price, amounts, valueInToken1Down: value }
}

function undilutedFeesDown(
  index: FeeGrowthIndex,
  position: HypotheticalPosition,
  fromRow: number,
  toRow: number,
): TokenAmounts {
  const { tickLower, tickUpper, liquidity } = position
  const grown = feeGrowthBetween(index, tickLower, tickUpper, fromRow, toRow)
  return {
    amount0: mulDivDown(grown.growth0X128, liquidity, Q128),
    amount1: mulDivDown(grown.growth1X128, liquidity, Q128),
  }
}

function valueInToken1Down(amounts: TokenAmounts, sqrtPriceX96: bigint): bigint {
  const half = mulDivDown(amounts.amount0, sqrtPriceX96, Q96)
  return mulDivDown(half, sqrtPriceX96, Q96) + amounts.amount1
}

function timeInRange(
  dataset: PricedDataset,
  position: HypotheticalPosition,
  window: Window,
): number {
  const { columns, startState } = dataset
  const inside = (tick: number) => position.tickLower <= tick && tick < position.tickUpper
  let tick = poolPriceAt(columns, startState, window.fromRow)?.tick ?? 0
  let since = window.from
  let seconds = 0
  for (let row = window.fromRow; row < window.toRow; row++) {
    if (!setsPrice(columns, row)) continue
    const time = columns.timestamp[row] ?? since
    if (inside(tick)) seconds += time - since
    tick = columns.tickA[row] ?? tick
    since = time
  }
  if (inside(tick)) seconds += window.to - since
  return seconds / (window.to - window.from)
}
