import { feeGrowthInToken1X128 } from '@tickwise/amm'
import type { MarketView } from '../market-view.ts'

/** Which past windows {@link seasonalFeeGrowthX128Down} looks at. */
export interface FeeSeasons {
  readonly epochSeconds: number
  /** Epochs ahead that the fees are wanted for. */
  readonly horizonEpochs: number
  /** Epochs after which fees repeat: 24 for a day of hours. */
  readonly seasonEpochs: number
  /** Windows to average. */
  readonly seasons: number
}

/**
 * Fee growth to expect per epoch over the horizon, token1 X128 at the view's price, rounded down: the mean of
 * what the pool's counters grew by in the same stretch of the last seasons (the hours after this hour on the
 * days before, where a season is a day). A horizon longer than a season takes as many seasons as hold it.
 *
 * The seasonal naive forecast, averaged: Hyndman & Athanasopoulos, "Forecasting: Principles and Practice",
 * 3rd ed., 5.2.
 *
 * @example
 * seasonalFeeGrowthX128Down(view, { epochSeconds: 3600, horizonEpochs: 24, seasonEpochs: 24, seasons: 3 })
 */
export function seasonalFeeGrowthX128Down(view: MarketView, options: FeeSeasons): bigint {
  const { epochSeconds, horizonEpochs, seasons } = options
  const period = periodEpochs(options)
  const end = Math.floor(view.timestamp / epochSeconds) * epochSeconds
  let sum = 0n
  for (let season = 1; season <= seasons; season++) {
    const from = end - season * period * epochSeconds
    // An epoch holds the events from its first second to the one before the next epoch.
    const growth = view.feeGrowth(from - 1, from + horizonEpochs * epochSeconds - 1)
    sum += feeGrowthInToken1X128(
      { growth0X128: growth.feeGrowth0X128, growth1X128: growth.feeGrowth1X128 },
      view.sqrtPriceX96,
    )
  }
  return sum / BigInt(seasons * horizonEpochs)
}

/**
 * Seconds of history that {@link seasonalFeeGrowthX128Down} needs at any time within an epoch.
 * @example feeSeasonsWarmupSeconds({ epochSeconds: 3600, horizonEpochs: 24, seasonEpochs: 24, seasons: 3 })
 */
export function feeSeasonsWarmupSeconds(options: FeeSeasons): number {
  return (options.seasons * periodEpochs(options) + 1) * options.epochSeconds + 1
}

function periodEpochs({ horizonEpochs, seasonEpochs }: FeeSeasons): number {
  return Math.ceil(horizonEpochs / seasonEpochs) * seasonEpochs
}
