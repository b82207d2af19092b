import { amountsForLiquidityUp, floorTickToSpacing } from '@tickwise/amm'
import { saturatedLiquidityForAmounts } from './range-liquidity.ts'
import { rangeAround, rangeOutward, type TickRange } from './tick-range.ts'

/** Input of {@link passivePolicy}: integers only. */
export interface PassiveInput {
  readonly tick: number
  readonly sqrtPriceX96: bigint
  readonly tickSpacing: number
  /** Holdings in raw units. */
  readonly amount0: bigint
  readonly amount1: bigint
  readonly baseHalfWidthTicks: number
  readonly limitWidthTicks: number
}

/** The two orders of a passive vault; no limit order when the base takes everything. */
export interface PassivePlan {
  readonly base: TickRange
  readonly limit?: TickRange
}

/**
 * A base range around the price and, for the token the base cannot use, a limit order beside the
 * price that sells it as the market moves: rebalancing without paying a swap. Token0 left over is
 * offered above the price, token1 below. Pure integer arithmetic.
 *
 * The value that decides which token is left over is compared at the current price; ties and dust
 * (less value than one raw unit of token1) place no limit order.
 *
 * @example
 * passivePolicy({ tick: 5, sqrtPriceX96, tickSpacing: 10, amount0: 0n, amount1: 10n ** 18n,
 *   baseHalfWidthTicks: 100, limitWidthTicks: 50 }).limit // { tickLower: -50, tickUpper: 0 }
 */
export function passivePolicy(input: PassiveInput): PassivePlan {
  const { tick, sqrtPriceX96, tickSpacing, amount0, amount1 } = input
  const base = rangeAround(tick, input.baseHalfWidthTicks, tickSpacing)
  const liquidity = saturatedLiquidityForAmounts(
    sqrtPriceX96,
    base.tickLower,
    base.tickUpper,
    amount0,
    amount1,
  )
  const used = amountsForLiquidityUp(sqrtPriceX96, base.tickLower, base.tickUpper, liquidity)
  const left0In1 = ((amount0 - used.amount0) * sqrtPriceX96 * sqrtPriceX96) >> 192n
  const left1 = amount1 - used.amount1
  if (left0In1 === left1) return { base }
  const below = floorTickToSpacing(tick, tickSpacing)
  const above = below + tickSpacing
  const limit =
    left0In1 > left1
      ? rangeOutward(above, above + input.limitWidthTicks, tickSpacing)
      : rangeOutward(below - input.limitWidthTicks, below, tickSpacing)
  return sameRange(limit, base) ? { base } : { base, limit }
}

function sameRange(a: TickRange, b: TickRange): boolean {
  return a.tickLower === b.tickLower && a.tickUpper === b.tickUpper
}
