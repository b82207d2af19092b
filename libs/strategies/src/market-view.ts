import type { PoolSpec } from '@tickwise/amm'

/** Amounts of both tokens in raw units. */
export interface TokenPair {
  readonly amount0: bigint
  readonly amount1: bigint
}

/** Fee growth per unit of in-range liquidity, X128, wrapping at 2^256 as the contract's counters do. */
export interface FeeGrowthPair {
  readonly feeGrowth0X128: bigint
  readonly feeGrowth1X128: bigint
}

/**
 * The market as a strategy may know it: it ends at `timestamp` and there is nothing behind it to
 * look ahead into. All figures are integers with the meaning the pool contract gives them, so a
 * keeper that reads the chain shows a strategy the same bits as a backtest.
 *
 * A question about a time after `timestamp` throws UserError `E_VIEW_FUTURE`, one before
 * `historyStart` throws UserError `E_VIEW_HISTORY`.
 *
 * Price is token1 per token0 in raw units: 1.0001^tick.
 */
export interface MarketView {
  /** Last second the view knows: the end of the last whole epoch. Unix seconds. */
  readonly timestamp: number
  /** When the decision is taken: at or after `timestamp`, once that is final. */
  readonly decisionTime: number
  /** First second that can be asked for. */
  readonly historyStart: number
  /** Block of the last event seen. */
  readonly blockNumber: number
  readonly tick: number
  readonly sqrtPriceX96: bigint
  /** In-range liquidity of the pool; 0 when the data do not tell. */
  readonly liquidity: bigint
  readonly spec: PoolSpec
  readonly decimals0: number
  readonly decimals1: number
  /**
   * Time-integral of the tick from `historyStart` to `timestamp`, in tick·seconds: what
   * `UniswapV3Pool.observe` counts, from another origin. Exact: |tick| · 2^32 s < 2^53.
   */
  tickCumulativeAt(timestamp: number): number
  /**
   * Mean tick over [from, to], rounded towards minus infinity, as `OracleLibrary.consult` of
   * v3-periphery. `from` must be before `to`.
   */
  meanTick(from: number, to: number): number
  /** Amounts paid into the pool by swaps with `from` < timestamp ≤ `to`, fee included. */
  volume(from: number, to: number): TokenPair
  /** Growth of the pool's global fee counters by events with `from` < timestamp ≤ `to`. */
  feeGrowth(from: number, to: number): FeeGrowthPair
}
