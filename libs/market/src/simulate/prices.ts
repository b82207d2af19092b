import { Q96 } from '@tickwise/amm'

/** Token0 is the base (18 decimals), token1 the quote (6): one human unit of price in raw units. */
export const baseUnit = 1e18
export const quoteUnit = 1e6

const q96 = Number(Q96)

/** sqrt price X96 of a price in human units. Doubles scaled by a power of two: the same bits everywhere. */
export function toSqrtPriceX96(price: number): bigint {
  return BigInt(Math.floor(Math.sqrt((price * quoteUnit) / baseUnit) * q96))
}

/** Raw units of token1 per raw unit of token0. */
export function toRawPrice(sqrtPriceX96: bigint): number {
  const root = Number(sqrtPriceX96) / q96
  return root * root
}

/** Price in human units of a sqrt price X96. */
export function toPrice(sqrtPriceX96: bigint): number {
  return (toRawPrice(sqrtPriceX96) * baseUnit) / quoteUnit
}

/** Raw units of an amount in human units. */
export function toRaw(amount: number, unit: number): bigint {
  return BigInt(Math.floor(amount * unit))
}
