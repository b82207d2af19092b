import {
  getSqrtRatioAtTick,
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  priceCountAt,
  tickAfter,
  tickCumulativeAt,
  type PriceTrack,
} from '@tickwise/amm'

const SHORT_SECONDS = 120
const LONG_SECONDS = 1800

/** Four prices of a pool at a moment: what `PriceEnvelope.read` answers once the oracle reaches back. */
export interface PriceReading {
  readonly spotSqrtPriceX96: bigint
  readonly spotTick: number
  /** Tick before the first change in this second. */
  readonly blockStartTick: number
  /** Mean ticks, rounded towards minus infinity. */
  readonly shortTwapTick: number
  readonly longTwapTick: number
  /** Least and greatest √P of the four. */
  readonly lowestSqrtPriceX96: bigint
  readonly highestSqrtPriceX96: bigint
  readonly lowestTick: number
  readonly highestTick: number
  readonly spreadTicks: number
}

/**
 * What the price envelope reads in a block at `timestamp` whose market events have happened; undefined while
 * history is shorter than 30 minutes. The ring of observations is taken to be long enough for those.
 *
 * @param spot price and tick now, which the vault's own swap may have moved
 *
 * @example
 * readPrices(venue.timeline.track, timestamp, venue)?.spreadTicks
 */
export function readPrices(
  track: PriceTrack,
  timestamp: number,
  spot: { readonly sqrtPriceX96: bigint; readonly tick: number },
): PriceReading | undefined {
  if (timestamp - track.startTimestamp < LONG_SECONDS) return undefined
  const mean = (seconds: number): number => {
    const change = tickCumulativeAt(track, timestamp) - tickCumulativeAt(track, timestamp - seconds)
    return Math.floor(change / seconds)
  }
  const before = tickAfter(track, priceCountAt(track, timestamp - 1)) ?? spot.tick
  const others = {
    blockStartTick: before,
    shortTwapTick: mean(SHORT_SECONDS),
    longTwapTick: mean(LONG_SECONDS),
  }
  return withExtremes(spot, others)
}

function withExtremes(
  { sqrtPriceX96, tick }: { readonly sqrtPriceX96: bigint; readonly tick: number },
  others: Pick<PriceReading, 'blockStartTick' | 'shortTwapTick' | 'longTwapTick'>,
): PriceReading {
  const ticks = Object.values(others)
  const lowest = Math.min(...ticks)
  const highest = Math.max(...ticks)
  const lowestTick = Math.min(lowest, tick)
  const highestTick = Math.max(highest, tick)
  return {
    spotSqrtPriceX96: sqrtPriceX96,
    spotTick: tick,
    ...others,
    lowestSqrtPriceX96: tick < lowest ? sqrtPriceX96 : getSqrtRatioAtTick(lowest),
    highestSqrtPriceX96: tick < highest ? getSqrtRatioAtTick(highest) : sqrtPriceX96,
    lowestTick,
    highestTick,
    spreadTicks: highestTick - lowestTick,
  }
}

/**
 * √P of a tick, of the nearest usable one for ticks that have no price: `PriceEnvelope.sqrtPriceAtTick`.
 * @example clampedSqrtPriceAt(0) // 2n ** 96n
 */
export function clampedSqrtPriceAt(tick: number): bigint {
  if (tick <= MIN_TICK) return MIN_SQRT_RATIO
  if (tick >= MAX_TICK) return MAX_SQRT_RATIO
  return getSqrtRatioAtTick(tick)
}
