/** Token0 is the base (18 decimals), token1 the quote (6): one human unit of price in raw units. */
export const baseUnit = 1e18
export const quoteUnit = 1e6

/** sqrt price X96 of a price in human units. Doubles scaled by a power of two: the same bits everywhere. */
export function toSqrtPriceX96(price: number): bigint {
  return BigInt(Math.floor(Math.sqrt((price * quoteUnit) / baseUnit) * 2 ** 96))
}

/** Price in human units of a sqrt price X96. */
export function toPrice(sqrtPriceX96: bigint): number {
  return ((Number(sqrtPriceX96) / 2 ** 96) ** 2 * baseUnit) / quoteUnit
}

/** Raw units of an amount in human units. */
export function toRaw(amount: number, unit: number): bigint {
  return BigInt(Math.floor(amount * unit))
}
