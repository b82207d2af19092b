import type { FeeGrowthIndex, PoolEventColumns, PoolSpec, StartState } from '@tickwise/amm'
import type { Dataset } from '@tickwise/market'

/** A token as reports name it. */
export interface Token {
  readonly symbol: string
  readonly decimals: number
}

/**
 * Everything a backtest needs of a market. `index` is asked for at most when fees are needed, so a
 * counterfactual run, which earns its fees in its own pool, never builds it.
 */
export interface MarketData {
  readonly chainId: number
  /** Names the content: same rows, same root. */
  readonly root: string
  /** True when no chain has seen these rows. */
  readonly simulated: boolean
  readonly spec: PoolSpec
  readonly tokens: readonly [Token, Token]
  readonly columns: PoolEventColumns
  readonly startState: StartState
  index(): FeeGrowthIndex
}

/**
 * The market of an opened dataset.
 *
 * @example
 * runBacktest(marketDataOf(dataset), strategy, params, settings)
 */
export function marketDataOf(dataset: Dataset): MarketData {
  const { chainId, token0, token1 } = dataset.manifest.pool
  return {
    chainId,
    root: dataset.root,
    simulated: dataset.simulated,
    spec: dataset.spec,
    tokens: [
      { symbol: token0.symbol, decimals: token0.decimals },
      { symbol: token1.symbol, decimals: token1.decimals },
    ],
    columns: dataset.columns,
    startState: dataset.startState,
    index: () => dataset.index(),
  }
}
