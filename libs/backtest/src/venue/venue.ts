import type { TokenPair } from '@tickwise/strategies'
import type { DilutionReport } from './fee-accrual.ts'
import type { MarketTimeline } from '../market/timeline.ts'

/** A position the vault holds in a pool. */
export interface HeldPosition {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
}

/** What an exact-input swap does. */
export interface SwapFill {
  /** Spent, fee included; less than asked for when liquidity ends or is not known further. */
  readonly amountIn: bigint
  readonly amountOut: bigint
  /** Part of `amountIn`. */
  readonly feeAmount: bigint
  readonly sqrtPriceX96: bigint
  readonly tick: number
  /** Whether all that was offered was taken. */
  readonly complete: boolean
}

/** A pool as the vault's action meets it: what it can do there, and the price it finds. */
export interface ActionPool {
  /** Price now. Right after an own swap: where that swap left it. */
  readonly sqrtPriceX96: bigint
  readonly tick: number
  /** In-range liquidity of others now. */
  marketLiquidity(): bigint
  /** Sells exactly `amountIn`, or as much as the limit allows. */
  swap(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill
  /** Adds a position; what it costs, rounded up. */
  mint(position: HeldPosition): TokenPair
  /** Removes all positions and their fees. */
  burnAll(): readonly BurnResult[]
}

/**
 * Where the vault's positions live and its swaps go. Time only moves forward; the vault places all
 * its positions in one action and burns all of them before the next.
 */
export interface Venue extends ActionPool {
  /** What strategies may see of this market. */
  readonly timeline: MarketTimeline
  /** Applies the market's events with timestamp ≤ `timestamp`. */
  moveTo(timestamp: number): void
  quote(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill
  /** The pool as it stands, the vault's positions in it: what is done there does not happen here. */
  rehearse(): ActionPool
  /** Fees per position since it was minted, rounded down, in the order of minting. */
  fees(): readonly TokenPair[]
  /** The action is over: from here on the market decides the price. */
  settle(): void
  /** How own liquidity was counted in fees, where the venue shares them. */
  dilution(): DilutionReport | undefined
  /** What the venue could not know, for the result's warnings. */
  warnings(): readonly string[]
}

/** What removing one position paid out. */
export interface BurnResult {
  readonly principal: TokenPair
  readonly fees: TokenPair
}
