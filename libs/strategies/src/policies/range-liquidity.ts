import { getSqrtRatioAtTick, MASK_128, Q96 } from '@tickwise/amm'

/**
 * `liquidityForAmounts` of @tickwise/amm for the cases too where that has no answer because the
 * liquidity of one token alone does not fit 128 bits: then the other one decides, and the greatest
 * uint128 is given when neither fits. A policy answers for every holding.
 *
 * @example
 * saturatedLiquidityForAmounts(2n ** 96n, -600, 600, 10n ** 18n, 10n ** 18n)
 */
export function saturatedLiquidityForAmounts(
  sqrtPriceX96: bigint,
  tickLower: number,
  tickUpper: number,
  amount0: bigint,
  amount1: bigint,
): bigint {
  const lower = getSqrtRatioAtTick(tickLower)
  const upper = getSqrtRatioAtTick(tickUpper)
  if (sqrtPriceX96 <= lower) return ofAmount0(lower, upper, amount0)
  if (sqrtPriceX96 >= upper) return ofAmount1(lower, upper, amount1)
  const from0 = ofAmount0(sqrtPriceX96, upper, amount0)
  const from1 = ofAmount1(lower, sqrtPriceX96, amount1)
  return from0 < from1 ? from0 : from1
}

function ofAmount0(from: bigint, to: bigint, amount0: bigint): bigint {
  return saturated((amount0 * ((from * to) / Q96)) / (to - from))
}

function ofAmount1(from: bigint, to: bigint, amount1: bigint): bigint {
  return saturated((amount1 * Q96) / (to - from))
}

function saturated(liquidity: bigint): bigint {
  return liquidity < MASK_128 ? liquidity : MASK_128
}
