import { mulDivUp } from './full-math.ts'
import {
  amount0DeltaDown,
  amount0DeltaUp,
  amount1DeltaDown,
  amount1DeltaUp,
  nextSqrtPriceFromInput,
  nextSqrtPriceFromOutput,
} from './sqrt-price-math.ts'

const FEE_UNIT = 1_000_000n

/** One leg of a swap inside constant liquidity. Amounts are unsigned, the fee comes on top of `amountIn`. */
export interface SwapStep {
  readonly sqrtPriceNextX96: bigint
  readonly amountIn: bigint
  readonly amountOut: bigint
  readonly feeAmount: bigint
}

/**
 * One step of a swap towards a target price, bit for bit `SwapMath.computeSwapStep` of v3-core.
 * @param amountRemaining signed: ≥ 0 is input left to spend, < 0 is output still wanted
 * @param fee hundredths of a bip, 500 = 0.05 %
 * @throws UserError where the contract reverts
 * @example computeSwapStep(2n ** 96n, getSqrtRatioAtTick(-60), 10n ** 18n, 10n ** 15n, 3000)
 */
export function computeSwapStep(
  sqrtCurrentX96: bigint,
  sqrtTargetX96: bigint,
  liquidity: bigint,
  amountRemaining: bigint,
  fee: number,
): SwapStep {
  return amountRemaining >= 0n
    ? exactInStep(sqrtCurrentX96, sqrtTargetX96, liquidity, amountRemaining, BigInt(fee))
    : exactOutStep(sqrtCurrentX96, sqrtTargetX96, liquidity, -amountRemaining, BigInt(fee))
}

function exactInStep(
  current: bigint,
  target: bigint,
  liquidity: bigint,
  remaining: bigint,
  fee: bigint,
): SwapStep {
  const zeroForOne = current >= target
  const afterFee = (remaining * (FEE_UNIT - fee)) / FEE_UNIT
  const amountInToTarget = amountInUp(current, target, liquidity, zeroForOne)
  const next =
    afterFee >= amountInToTarget
      ? target
      : nextSqrtPriceFromInput(current, liquidity, afterFee, zeroForOne)
  const reached = next === target
  const amountIn = reached ? amountInToTarget : amountInUp(current, next, liquidity, zeroForOne)
  return {
    sqrtPriceNextX96: next,
    amountIn,
    amountOut: amountOutDown(current, next, liquidity, zeroForOne),
    // Short of the target, all that is left of the input is fee, rounding included.
    feeAmount: reached ? feeOnTopUp(amountIn, fee) : remaining - amountIn,
  }
}

function exactOutStep(
  current: bigint,
  target: bigint,
  liquidity: bigint,
  wanted: bigint,
  fee: bigint,
): SwapStep {
  const zeroForOne = current >= target
  const amountOutToTarget = amountOutDown(current, target, liquidity, zeroForOne)
  const next =
    wanted >= amountOutToTarget
      ? target
      : nextSqrtPriceFromOutput(current, liquidity, wanted, zeroForOne)
  const amountOut =
    next === target ? amountOutToTarget : amountOutDown(current, next, liquidity, zeroForOne)
  const amountIn = amountInUp(current, next, liquidity, zeroForOne)
  return {
    sqrtPriceNextX96: next,
    amountIn,
    amountOut: amountOut > wanted ? wanted : amountOut,
    feeAmount: feeOnTopUp(amountIn, fee),
  }
}

function amountInUp(from: bigint, to: bigint, liquidity: bigint, zeroForOne: boolean): bigint {
  return zeroForOne ? amount0DeltaUp(to, from, liquidity) : amount1DeltaUp(from, to, liquidity)
}

function amountOutDown(from: bigint, to: bigint, liquidity: bigint, zeroForOne: boolean): bigint {
  return zeroForOne ? amount1DeltaDown(to, from, liquidity) : amount0DeltaDown(from, to, liquidity)
}

function feeOnTopUp(amountIn: bigint, fee: bigint): bigint {
  return mulDivUp(amountIn, fee, FEE_UNIT - fee)
}
