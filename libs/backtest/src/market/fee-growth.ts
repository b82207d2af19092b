import { feeGrowthGlobal, rowCountAtTime } from '@tickwise/amm'
import type { FeeGrowthPair } from '@tickwise/strategies'
import type { MarketData } from './market-data.ts'

/** Growth of the recorded pool's global fee counters by events with `from` < timestamp ≤ `to`. */
export function recordedFeeGrowth(market: MarketData, from: number, to: number): FeeGrowthPair {
  const index = market.index()
  const start = feeGrowthGlobal(index, rowCountAtTime(market.columns, from))
  const end = feeGrowthGlobal(index, rowCountAtTime(market.columns, to))
  return {
    feeGrowth0X128: BigInt.asUintN(256, end.growth0X128 - start.growth0X128),
    feeGrowth1X128: BigInt.asUintN(256, end.growth1X128 - start.growth1X128),
  }
}
