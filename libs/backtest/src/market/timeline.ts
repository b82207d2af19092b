import {
  amount0At,
  amount1At,
  kindCode,
  liquidityAt,
  sqrtPriceAt,
  UserError,
  type PoolEventColumns,
  type StartState,
} from '@tickwise/amm'
import type { FeeGrowthPair, TokenPair } from '@tickwise/strategies'
import type { MarketData } from './market-data.ts'
import { recordedFeeGrowth } from './fee-growth.ts'
import { appendPrice, createPriceTrack, type PriceTrack } from './price-track.ts'

/** What market views are cut from: a price track and the figures behind it, by number of price events. */
export interface MarketTimeline {
  readonly market: MarketData
  readonly track: PriceTrack
  /** Price after the first `count` price events. */
  sqrtPriceAfter(count: number): bigint
  /** In-range liquidity at `timestamp`, after the first `count` price events. */
  liquidityAt(count: number, timestamp: number): bigint
  /** Amounts paid in by the price events `from` … `to − 1`. */
  volume(from: number, to: number): TokenPair
  /** Growth of the global fee counters by events with `from` < timestamp ≤ `to`. */
  feeGrowth(from: number, to: number): FeeGrowthPair
}

interface KnownTrack {
  readonly startState: StartState
  readonly track: PriceTrack
}

const tracks = new WeakMap<PoolEventColumns, KnownTrack>()

/**
 * The timeline of a recorded market. Its price track is built once per set of columns, then kept with
 * them.
 *
 * @throws UserError `E_DATA_EMPTY` when no event tells a price
 */
export function recordedTimeline(market: MarketData): MarketTimeline {
  const { columns, startState } = market
  const start = startPrice(startState)
  const known = tracks.get(columns)
  const track = known?.startState === startState ? known.track : buildTrack(market, start?.tick)
  tracks.set(columns, { startState, track })
  return {
    market,
    track,
    sqrtPriceAfter: (count) =>
      count === 0 ? (start?.sqrtPriceX96 ?? 0n) : sqrtPriceAt(columns, track.row[count - 1] ?? 0),
    liquidityAt: (count, timestamp) => recordedLiquidity(market, track, count, timestamp),
    volume: (from, to) => recordedVolume(columns, track, from, to),
    feeGrowth: (from, to) => recordedFeeGrowth(market, from, to),
  }
}

function buildTrack({ columns }: MarketData, startTick: number | undefined): PriceTrack {
  const firstPriced = startTick === undefined ? firstPriceRow(columns) : 0
  if (firstPriced >= columns.length) {
    throw new UserError('E_DATA_EMPTY', 'the dataset has no swap, so it has no price', {
      hint: 'choose a longer window or another pool',
    })
  }
  const track = createPriceTrack(
    columns.length,
    columns.timestamp[firstPriced] ?? 0,
    columns.timestamp[columns.length - 1] ?? 0,
    startTick,
  )
  for (let row = firstPriced; row < columns.length; row++) {
    if (!isPriceRow(columns, row)) continue
    appendPrice(track, columns.timestamp[row] ?? 0, columns.tickA[row] ?? 0, row)
  }
  return track
}

function isPriceRow(columns: PoolEventColumns, row: number): boolean {
  const kind = columns.kind[row]
  return kind === kindCode.swap || kind === kindCode.initialize
}

function firstPriceRow(columns: PoolEventColumns): number {
  let row = 0
  while (row < columns.length && !isPriceRow(columns, row)) row++
  return row
}

/** Price before the first event, where the start state has one. */
export function startPrice(
  start: StartState,
): { readonly sqrtPriceX96: bigint; readonly tick: number } | undefined {
  if (start.kind === 'fresh' || start.sqrtPriceX96 === undefined || start.tick === undefined) {
    return undefined
  }
  return { sqrtPriceX96: start.sqrtPriceX96, tick: start.tick }
}

/** The last swap's own figure plus what mints and burns did to the range since. */
function recordedLiquidity(
  market: MarketData,
  track: PriceTrack,
  count: number,
  timestamp: number,
): bigint {
  const { columns, startState } = market
  const lastRow = count === 0 ? -1 : (track.row[count - 1] ?? 0)
  const tick = count === 0 ? (track.startTick ?? 0) : (track.tick[count - 1] ?? 0)
  let liquidity = startState.kind === 'chain' ? startState.liquidity : 0n
  if (lastRow >= 0) liquidity = liquidityAt(columns, lastRow)
  for (let row = lastRow + 1; row < columns.length; row++) {
    if ((columns.timestamp[row] ?? Infinity) > timestamp) break
    const sign = { [kindCode.mint]: 1n, [kindCode.burn]: -1n }[columns.kind[row] ?? -1]
    if (sign === undefined) continue
    if ((columns.tickA[row] ?? 0) > tick || tick >= (columns.tickB[row] ?? 0)) continue
    liquidity += sign * liquidityAt(columns, row)
  }
  return liquidity
}

function recordedVolume(
  columns: PoolEventColumns,
  track: PriceTrack,
  from: number,
  to: number,
): TokenPair {
  let amount0 = 0n
  let amount1 = 0n
  for (let i = from; i < to; i++) {
    const row = track.row[i] ?? 0
    const paid0 = amount0At(columns, row)
    const paid1 = amount1At(columns, row)
    if (paid0 > 0n) amount0 += paid0
    if (paid1 > 0n) amount1 += paid1
  }
  return { amount0, amount1 }
}
