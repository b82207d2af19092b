import {
  amount0At,
  amount1At,
  buildPriceTrack,
  kindCode,
  liquidityAt,
  sqrtPriceAt,
  startPrice,
  type PoolEventColumns,
  type PriceTrack,
  type StartState,
} from '@tickwise/amm'
import type { FeeGrowthPair, TokenPair } from '@tickwise/strategies'
import type { MarketData } from './market-data.ts'
import { recordedFeeGrowth } from './fee-growth.ts'

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
  const track =
    known?.startState === startState ? known.track : buildPriceTrack(columns, startState)
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
