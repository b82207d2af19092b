import { feeGrowthGlobalBetween, rowCountAtTime } from '@tickwise/amm'
import type { FeeGrowthPair } from '@tickwise/strategies'
import type { MarketData } from './market-data.ts'

/** Growth of the recorded pool's global fee counters by events with `from` < timestamp ≤ `to`. */
export function recordedFeeGrowth(market: MarketData, from: number, to: number): FeeGrowthPair {
  const growth = feeGrowthGlobalBetween(
    market.index(),
    rowCountAtTime(market.columns, from),
    rowCountAtTime(market.columns, to),
  )
  return { feeGrowth0X128: growth.growth0X128, feeGrowth1X128: growth.growth1X128 }
}
