import { centredNetRate, type RangeMarket } from './range-rates.ts'

/**
 * Widest half-width of {@link bestHalfWidth}: up to here the net rate has one peak at most. Beyond about
 * 51 000 ticks it may rise again, which is of no use to anybody.
 */
export const MAX_SEARCHED_TICKS = 50_000

/** Half-widths to choose from: multiples of the spacing within bounds. */
export interface WidthBounds {
  readonly tickSpacing: number
  readonly minHalfWidthTicks: number
  /** At most {@link MAX_SEARCHED_TICKS}. */
  readonly maxHalfWidthTicks: number
}

/**
 * The half-width, a multiple of the spacing, with the highest net rate. The rate rises to one peak and falls
 * (or only does the one or the other), so halving finds the first multiple after which it rises no more.
 *
 * Without bounds and spacing the peak lies near ln 1.0001 · c·σ² / (f/2√P − σ²/8): narrower with more fees,
 * wider with more volatility or dearer rebalances.
 *
 * @example
 * bestHalfWidth(market, { tickSpacing: 10, minHalfWidthTicks: 50, maxHalfWidthTicks: 20_000 })
 */
export function bestHalfWidth(market: RangeMarket, bounds: WidthBounds): number {
  const { tickSpacing, minHalfWidthTicks, maxHalfWidthTicks } = bounds
  const rate = (multiple: number): number => centredNetRate(market, multiple * tickSpacing)
  let low = Math.max(1, Math.ceil(minHalfWidthTicks / tickSpacing))
  let high = Math.max(low, Math.floor(maxHalfWidthTicks / tickSpacing))
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rate(middle + 1) > rate(middle)) low = middle + 1
    else high = middle
  }
  return low * tickSpacing
}
