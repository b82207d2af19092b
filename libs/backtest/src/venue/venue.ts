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

/**
 * Where the vault's positions live and its swaps go. Time only moves forward; the vault places all
 * its positions in one action and burns all of them before the next.
 */
export interface Venue {
  /** What strategies may see of this market. */
  readonly timeline: MarketTimeline
  /** Price now. Right after an own swap: where that swap left it. */
  readonly sqrtPriceX96: bigint
  readonly tick: number
  /** Applies the market's events with timestamp ≤ `timestamp`. */
  moveTo(timestamp: number): void
  /** In-range liquidity of others now. */
  marketLiquidity(): bigint
  quote(zeroForOne: boolean, amountIn: bigint): SwapFill
  swap(zeroForOne: boolean, amountIn: bigint): SwapFill
  /** Adds a position; what it costs, rounded up. */
  mint(position: HeldPosition): TokenPair
  /** Fees per position since it was minted, rounded down, in the order of minting. */
  fees(): readonly TokenPair[]
  /** Removes all positions and their fees. */
  burnAll(): readonly BurnResult[]
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
