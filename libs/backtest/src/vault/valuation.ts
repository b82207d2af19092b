import type { TokenIndex, TokenPair } from '@tickwise/strategies'

/** 2^192, the unit of values before they are rounded to raw units of the asset. */
export const Q192 = 1n << 192n

/** How holdings become value: the asset, and the other token's price in it. */
export interface Valuation {
  readonly asset: TokenIndex
  /** Raw units of the asset per raw unit of the other token, times 2^192, rounded down. */
  readonly priceX192: bigint
}

/**
 * Valuation at a pool price. With token1 as the asset the price is exact (sqrtPrice²); with token0
 * its inverse is rounded down once, here, so that all values at this price are exact integers of it.
 *
 * @example
 * valuationAt(2n ** 96n, 1).priceX192 // 2n ** 192n
 */
export function valuationAt(sqrtPriceX96: bigint, asset: TokenIndex): Valuation {
  const squared = sqrtPriceX96 * sqrtPriceX96
  return { asset, priceX192: asset === 1 ? squared : (Q192 * Q192) / squared }
}

/** Value of token amounts, asset · 2^192; exact, and additive over amounts. */
export function valueX192(valuation: Valuation, amount0: bigint, amount1: bigint): bigint {
  const { asset, priceX192 } = valuation
  return asset === 1
    ? amount0 * priceX192 + (amount1 << 192n)
    : (amount0 << 192n) + amount1 * priceX192
}

/** Value of token amounts in raw units of the asset, rounded down. */
export function valueDown(valuation: Valuation, { amount0, amount1 }: TokenPair): bigint {
  return valueX192(valuation, amount0, amount1) >> 192n
}

/** Value of token amounts in raw units of the asset, rounded up. */
export function valueUp(valuation: Valuation, { amount0, amount1 }: TokenPair): bigint {
  return -(-valueX192(valuation, amount0, amount1) >> 192n)
}
