import {
  amountsForLiquidityUp,
  computeSwapStep,
  getSqrtRatioAtTick,
  MASK_128,
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
} from '@tickwise/amm'
import { saturatedLiquidityForAmounts } from '../policies/range-liquidity.ts'
import { swapToMix, type SwapToMixInput } from '../policies/swap-to-mix.ts'

/** What a plan with one range leads to in a pool whose liquidity is the same everywhere. */
export interface MixOutcome {
  readonly sqrtPriceX96: bigint
  /** Holdings less reserves after the swap; negative where they lack. */
  readonly free0: bigint
  readonly free1: bigint
  /** What filling the range with what is free costs. */
  readonly placed0: bigint
  readonly placed1: bigint
  /** Whether the whole swap was taken and all that the range can use fits a position. */
  readonly complete: boolean
}

/** Swaps by the pool's own step, then fills the range by the pool's own rounding. */
export function mixOutcome(input: SwapToMixInput): MixOutcome {
  const { tickLower, tickUpper, liquidity, fee } = input
  let { sqrtPriceX96, amount0, amount1 } = input
  let complete = true
  const swap = swapToMix(input)
  if (swap !== undefined) {
    const { zeroForOne, amountIn } = swap
    const target = zeroForOne ? MIN_SQRT_RATIO : MAX_SQRT_RATIO
    const step = computeSwapStep(sqrtPriceX96, target, liquidity, amountIn, fee)
    const paid = step.amountIn + step.feeAmount
    sqrtPriceX96 = step.sqrtPriceNextX96
    complete = sqrtPriceX96 !== target && paid === amountIn
    amount0 += zeroForOne ? -paid : step.amountOut
    amount1 += zeroForOne ? step.amountOut : -paid
  }
  const free0 = amount0 - input.reserve0
  const free1 = amount1 - input.reserve1
  const placeable0 = free0 > 0n ? free0 : 0n
  const placeable1 = free1 > 0n ? free1 : 0n
  const filled = saturatedLiquidityForAmounts(
    sqrtPriceX96,
    tickLower,
    tickUpper,
    placeable0,
    placeable1,
  )
  const placed = amountsForLiquidityUp(sqrtPriceX96, tickLower, tickUpper, filled)
  return {
    sqrtPriceX96,
    free0,
    free1,
    placed0: placed.amount0,
    placed1: placed.amount1,
    complete: complete && filled < MASK_128,
  }
}

/** Part of what is free, by value at the price after the swap, that the range did not take. */
export function unplacedPart({ sqrtPriceX96, free0, free1, placed0, placed1 }: MixOutcome): number {
  const price = (Number(sqrtPriceX96) / Q96_FLOAT) ** 2
  const value = Number(free0) * price + Number(free1)
  return (Number(free0 - placed0) * price + Number(free1 - placed1)) / value
}

/**
 * Raw units of each token that nobody can do better than: units themselves, the steps of the pool's
 * price, and the last bit of a liquidity counted to 2^-44.
 */
export function grainOf({ liquidity }: SwapToMixInput, { sqrtPriceX96 }: MixOutcome): TokenFloats {
  const price = Number(sqrtPriceX96) / Q96_FLOAT
  const step = 1 / Number(sqrtPriceX96)
  return {
    token0: 4 + (2 * Number(liquidity) * step + 2 ** -44) / price,
    token1: 4 + (2 * Number(liquidity) * step + 2 ** -44) * price,
  }
}

/**
 * Most that may stay unplaced: a millionth, what a grain too little of the one token keeps idle of
 * the other, and what the mix changes by when one raw unit more is swapped, which is much where the
 * vault has to push the price of a small pool to the very end of its range. Near the lowest tick the
 * product of two prices, by which the pool's periphery counts liquidity, has few digits.
 */
export function unplacedAllowed(input: SwapToMixInput, outcome: MixOutcome): number {
  const grain = grainOf(input, outcome)
  const lowerX96 = getSqrtRatioAtTick(input.tickLower)
  const upperX96 = getSqrtRatioAtTick(input.tickUpper)
  const clamped = clamp(outcome.sqrtPriceX96, lowerX96, upperX96)
  const price = Number(outcome.sqrtPriceX96) / Q96_FLOAT
  const upper = Number(upperX96) / Q96_FLOAT
  // Differences of whole numbers: near the ends a float's would be nothing.
  const below = Number(clamped - lowerX96) / Q96_FLOAT
  const above = Number(upperX96 - clamped) / Q96_FLOAT
  const value = Number(outcome.free0) * price * price + Number(outcome.free1)
  const share0 = (above / upper) * price
  const share1 = below
  const needs = [share0, share1].map((share) => (value * share) / (share0 + share1))
  const leastNeeded = Math.min(...needs.filter((needed) => needed > 0))
  const start = Number(input.sqrtPriceX96) / Q96_FLOAT
  const unit = Math.max(price, start, 1) ** 2
  const move = 4 * (unit / Number(input.liquidity) + 2 ** -96)
  // How far from the ends the right mix is: seen from where the price came to lie, by what it lacks.
  const ratio = Number(outcome.free1) / Number(outcome.free0)
  const rooms = [
    below,
    above,
    (ratio * share0) / (price * price),
    (share1 / ratio) * price * upper,
  ].filter((distance) => distance > 0)
  const room = Math.min(Number(upperX96 - lowerX96) / Q96_FLOAT, ...rooms)
  return (
    1.001e-6 +
    move / room +
    1 / (Number(clamped) * upper) +
    (grain.token0 * price * price + grain.token1) / leastNeeded
  )
}

interface TokenFloats {
  readonly token0: number
  readonly token1: number
}

const Q96_FLOAT = 2 ** 96

function clamp(value: bigint, lowest: bigint, highest: bigint): bigint {
  if (value < lowest) return lowest
  return value > highest ? highest : value
}
