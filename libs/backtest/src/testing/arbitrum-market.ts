import { buildFeeGrowthIndex, deriveStartState, type FeeGrowthIndex } from '@tickwise/amm'
import {
  arbitrumSpec,
  loadArbitrumWindow,
  type ArbitrumWindow,
} from '../../../amm/src/testing/shared-data.ts'
import type { MarketData } from '../market/market-data.ts'

/** A recorded window of Arbitrum WETH/USDC 0.05 %, its start state derived from its own swaps. */
export async function arbitrumMarket(window: ArbitrumWindow): Promise<MarketData> {
  const columns = await loadArbitrumWindow(window)
  const startState = deriveStartState(columns, arbitrumSpec)
  let index: FeeGrowthIndex | undefined
  return {
    chainId: 42161,
    root: window,
    simulated: false,
    spec: arbitrumSpec,
    tokens: [
      { symbol: 'WETH', decimals: 18 },
      { symbol: 'USDC', decimals: 6 },
    ],
    columns,
    startState,
    index: () => (index ??= buildFeeGrowthIndex(columns, arbitrumSpec, startState)),
  }
}
