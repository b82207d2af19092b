import {
  computeSwapStep,
  getSqrtRatioAtTick,
  getTickAtSqrtRatio,
  MAX_TICK,
  MIN_TICK,
} from '@tickwise/amm'
import type { SwapFill } from './venue.ts'

/** Liquidity from a tick to where it may change next; undefined where nothing is known. */
export interface Stretch {
  readonly liquidity: bigint
  /** First tick at which the swap has to look again: below or at `tick` going down, above it going up. */
  readonly boundaryTick: number
}

export type StretchAt = (tick: number, zeroForOne: boolean) => Stretch | undefined

/** Where a swap starts. */
export interface PriceState {
  readonly sqrtPriceX96: bigint
  readonly tick: number
}

/**
 * An exact-input swap through stretches of known liquidity, with the contract's swap step; it ends
 * early at the price limit, where liquidity is not known or the price range ends.
 */
export function walkSwap(
  start: PriceState,
  stretchAt: StretchAt,
  zeroForOne: boolean,
  amountIn: bigint,
  fee: number,
  sqrtPriceLimitX96?: bigint,
): SwapFill {
  let { sqrtPriceX96, tick } = start
  let remaining = amountIn
  let amountOut = 0n
  let feeAmount = 0n
  while (remaining > 0n) {
    const stretch = stretchAt(tick, zeroForOne)
    if (stretch === undefined) break
    const boundaryTick = Math.min(Math.max(stretch.boundaryTick, MIN_TICK), MAX_TICK)
    const boundary = getSqrtRatioAtTick(boundaryTick)
    const target = nearer(boundary, sqrtPriceLimitX96, zeroForOne)
    const step = computeSwapStep(sqrtPriceX96, target, stretch.liquidity, remaining, fee)
    remaining -= step.amountIn + step.feeAmount
    amountOut += step.amountOut
    feeAmount += step.feeAmount
    sqrtPriceX96 = step.sqrtPriceNextX96
    if (sqrtPriceX96 !== boundary) {
      tick = getTickAtSqrtRatio(sqrtPriceX96)
      break
    }
    // After crossing downwards the price stands on the boundary but the tick is the one below it.
    tick = zeroForOne ? boundaryTick - 1 : boundaryTick
    if (boundaryTick === MIN_TICK || boundaryTick === MAX_TICK) break
    if (sqrtPriceX96 === sqrtPriceLimitX96) break
  }
  return {
    amountIn: amountIn - remaining,
    amountOut,
    feeAmount,
    sqrtPriceX96,
    tick,
    complete: remaining === 0n,
  }
}

function nearer(boundary: bigint, limit: bigint | undefined, zeroForOne: boolean): bigint {
  if (limit === undefined) return boundary
  return boundary < limit === zeroForOne ? limit : boundary
}
