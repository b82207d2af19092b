import type { EventOrigin, EventPlace, PoolEvent } from '@tickwise/amm'

interface Range {
  readonly tickLower: number
  readonly tickUpper: number
}

/** What an agent does in one transaction. Amounts in raw units, prices as sqrt X96. */
export type MarketAction =
  | { readonly kind: 'initialize'; readonly sqrtPriceX96: bigint }
  | { readonly kind: 'growOracle'; readonly cardinality: number }
  | SwapAction
  | FlashAction
  | LiquidityAction
  | NftAction

export interface SwapAction {
  readonly kind: 'swap'
  readonly trader: 'informed' | 'noise'
  readonly zeroForOne: boolean
  /** Positive = exact input, negative = exact output. */
  readonly amountSpecified: bigint
  readonly sqrtPriceLimitX96: bigint
}

export interface FlashAction {
  readonly kind: 'flash'
  readonly amount0: bigint
  readonly amount1: bigint
  /** Paid above loan and fee. */
  readonly extra0: bigint
  readonly extra1: bigint
}

/** Directly at the pool, by one of the providers' contracts. */
export type LiquidityAction =
  | ({
      readonly kind: 'mint' | 'burn'
      readonly provider: number
      readonly liquidity: bigint
    } & Range)
  | ({ readonly kind: 'collect'; readonly provider: number } & Range)

/** Through the position manager. */
export type NftAction =
  | ({
      readonly kind: 'openNft'
      readonly account: number
      readonly amount0: bigint
      readonly amount1: bigint
    } & Range)
  | { readonly kind: 'decreaseNft'; readonly tokenId: bigint; readonly liquidity: bigint }
  | { readonly kind: 'collectNft'; readonly tokenId: bigint }

type WithoutPlace<Event> = Event extends PoolEvent
  ? Omit<Event, keyof EventPlace | keyof EventOrigin>
  : never

/** The numbers of a pool event, before it has a place in the chain. */
export type ExpectedEvent = WithoutPlace<PoolEvent>

/** What the exact pool says the chain must hold at the end of an hour. */
export interface ExpectedState {
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly liquidity: bigint
  readonly feeGrowthGlobal0X128: bigint
  readonly feeGrowthGlobal1X128: bigint
}

/** A block of transactions, with what each must do to the pool. */
export interface PlannedBlock {
  readonly timestamp: number
  readonly actions: readonly MarketAction[]
  /** Of all actions, in order. */
  readonly expected: readonly ExpectedEvent[]
  /** Set when an hour has ended since the last block: the state to be found before this block. */
  readonly stateBefore?: ExpectedState
}
