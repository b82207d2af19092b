import { UserError } from './errors.ts'
import { divUp, MASK_256, mulDivDown, mulDivUp } from './full-math.ts'

const MAX_UINT160 = (1n << 160n) - 1n

/**
 * Token0 between two sqrt prices, rounded down: what a burn or a swap pays out.
 * `SqrtPriceMath.getAmount0Delta(…, false)` of v3-core. The order of the prices does not matter.
 * @param liquidity uint128
 * @throws UserError `E_POOL_REVERT` when a price is 0
 * @example amount0DeltaDown(getSqrtRatioAtTick(0), getSqrtRatioAtTick(10), 10n ** 18n)
 */
export function amount0DeltaDown(sqrtAX96: bigint, sqrtBX96: bigint, liquidity: bigint): bigint {
  const aIsLower = sqrtAX96 <= sqrtBX96
  const lower = aIsLower ? sqrtAX96 : sqrtBX96
  const upper = aIsLower ? sqrtBX96 : sqrtAX96
  if (lower <= 0n) throw mathRevert('a sqrt price must be above 0', { sqrtPriceX96: lower })
  // The contract divides twice; rounding down twice is rounding the one quotient down.
  return ((liquidity << 96n) * (upper - lower)) / (upper * lower)
}

/**
 * Token0 between two sqrt prices, rounded up: what a mint or a swap must be paid.
 * `SqrtPriceMath.getAmount0Delta(…, true)` of v3-core.
 * @throws UserError `E_POOL_REVERT` when a price is 0
 * @example amount0DeltaUp(getSqrtRatioAtTick(0), getSqrtRatioAtTick(10), 10n ** 18n)
 */
export function amount0DeltaUp(sqrtAX96: bigint, sqrtBX96: bigint, liquidity: bigint): bigint {
  const aIsLower = sqrtAX96 <= sqrtBX96
  const lower = aIsLower ? sqrtAX96 : sqrtBX96
  const upper = aIsLower ? sqrtBX96 : sqrtAX96
  if (lower <= 0n) throw mathRevert('a sqrt price must be above 0', { sqrtPriceX96: lower })
  // The contract divides twice; rounding up twice is rounding the one quotient up.
  return divUp((liquidity << 96n) * (upper - lower), upper * lower)
}

/**
 * Token1 between two sqrt prices, rounded down. `SqrtPriceMath.getAmount1Delta(…, false)` of v3-core.
 * @example amount1DeltaDown(getSqrtRatioAtTick(0), getSqrtRatioAtTick(10), 10n ** 18n)
 */
export function amount1DeltaDown(sqrtAX96: bigint, sqrtBX96: bigint, liquidity: bigint): bigint {
  return (liquidity * (sqrtAX96 <= sqrtBX96 ? sqrtBX96 - sqrtAX96 : sqrtAX96 - sqrtBX96)) >> 96n
}

/**
 * Token1 between two sqrt prices, rounded up. `SqrtPriceMath.getAmount1Delta(…, true)` of v3-core.
 * @example amount1DeltaUp(getSqrtRatioAtTick(0), getSqrtRatioAtTick(10), 10n ** 18n)
 */
export function amount1DeltaUp(sqrtAX96: bigint, sqrtBX96: bigint, liquidity: bigint): bigint {
  const distance = sqrtAX96 <= sqrtBX96 ? sqrtBX96 - sqrtAX96 : sqrtAX96 - sqrtBX96
  return (liquidity * distance + 0xffffffffffffffffffffffffn) >> 96n
}

/**
 * sqrt price after `amountIn` is paid in, rounded so that the target is not passed.
 * `SqrtPriceMath.getNextSqrtPriceFromInput` of v3-core.
 * @throws UserError `E_POOL_REVERT` where the contract reverts: price or liquidity 0, price overflow
 * @example nextSqrtPriceFromInput(2n ** 96n, 10n ** 18n, 10n ** 15n, true)
 */
export function nextSqrtPriceFromInput(
  sqrtPriceX96: bigint,
  liquidity: bigint,
  amountIn: bigint,
  zeroForOne: boolean,
): bigint {
  requirePriceAndLiquidity(sqrtPriceX96, liquidity)
  return zeroForOne
    ? nextSqrtPriceAddingAmount0Up(sqrtPriceX96, liquidity, amountIn)
    : nextSqrtPriceAddingAmount1Down(sqrtPriceX96, liquidity, amountIn)
}

/**
 * sqrt price after `amountOut` is paid out, rounded so that the output is covered.
 * `SqrtPriceMath.getNextSqrtPriceFromOutput` of v3-core.
 * @throws UserError `E_POOL_REVERT` where the contract reverts: more asked than the range holds
 * @example nextSqrtPriceFromOutput(2n ** 96n, 10n ** 18n, 10n ** 15n, true)
 */
export function nextSqrtPriceFromOutput(
  sqrtPriceX96: bigint,
  liquidity: bigint,
  amountOut: bigint,
  zeroForOne: boolean,
): bigint {
  requirePriceAndLiquidity(sqrtPriceX96, liquidity)
  return zeroForOne
    ? nextSqrtPriceRemovingAmount1Down(sqrtPriceX96, liquidity, amountOut)
    : nextSqrtPriceRemovingAmount0Up(sqrtPriceX96, liquidity, amountOut)
}

function nextSqrtPriceAddingAmount0Up(sqrtPriceX96: bigint, liquidity: bigint, amount: bigint) {
  if (amount === 0n) return sqrtPriceX96
  const liquidityX96 = liquidity << 96n
  const denominator = liquidityX96 + amount * sqrtPriceX96
  if (denominator <= MASK_256) return divUp(liquidityX96 * sqrtPriceX96, denominator)
  // The contract leaves the precise formula where its product would overflow 256 bits.
  const sum = liquidityX96 / sqrtPriceX96 + amount
  if (sum > MASK_256) throw mathRevert('the amount in overflows', { amount })
  return divUp(liquidityX96, sum)
}

function nextSqrtPriceRemovingAmount0Up(sqrtPriceX96: bigint, liquidity: bigint, amount: bigint) {
  if (amount === 0n) return sqrtPriceX96
  const liquidityX96 = liquidity << 96n
  const product = amount * sqrtPriceX96
  if (product > MASK_256 || liquidityX96 <= product) throw tooMuchOut(amount)
  return toUint160(mulDivUp(liquidityX96, sqrtPriceX96, liquidityX96 - product))
}

function nextSqrtPriceAddingAmount1Down(sqrtPriceX96: bigint, liquidity: bigint, amount: bigint) {
  return toUint160(sqrtPriceX96 + mulDivDown(amount, 1n << 96n, liquidity))
}

function nextSqrtPriceRemovingAmount1Down(sqrtPriceX96: bigint, liquidity: bigint, amount: bigint) {
  const quotient = mulDivUp(amount, 1n << 96n, liquidity)
  if (sqrtPriceX96 <= quotient) throw tooMuchOut(amount)
  return sqrtPriceX96 - quotient
}

function requirePriceAndLiquidity(sqrtPriceX96: bigint, liquidity: bigint): void {
  if (sqrtPriceX96 > 0n && liquidity > 0n) return
  throw mathRevert('price and liquidity must be above 0', { sqrtPriceX96, liquidity })
}

function toUint160(price: bigint): bigint {
  if (price > MAX_UINT160) throw mathRevert('the price overflows 160 bits', { price })
  return price
}

function tooMuchOut(amount: bigint): UserError {
  return mathRevert('more is asked out than the liquidity holds', { amount })
}

function mathRevert(message: string, facts: Readonly<Record<string, bigint>>): UserError {
  return new UserError('E_POOL_REVERT', message, { facts: { ...facts, reason: '' } })
}
