import { UserError } from './errors.ts'

/** 2^96, the unit of sqrt prices. */
export const Q96 = 1n << 96n

/** 2^128, the unit of fee growth per liquidity. */
export const Q128 = 1n << 128n

/** Largest uint256; `x & MASK_256` wraps as the contracts' unchecked arithmetic does. */
export const MASK_256 = (1n << 256n) - 1n

/** Largest uint128. */
export const MASK_128 = Q128 - 1n

/**
 * `floor(a · b / d)` with a full-width product, as `FullMath.mulDiv` of v3-core.
 * @throws UserError `E_MATH_OVERFLOW` where the contract reverts: result beyond uint256 or `d = 0`
 * @example mulDivDown(7n, 3n, 2n) // 10n
 */
export function mulDivDown(a: bigint, b: bigint, d: bigint): bigint {
  if (d === 0n) throw overflow(a, b, d)
  const quotient = (a * b) / d
  if (quotient > MASK_256) throw overflow(a, b, d)
  return quotient
}

/**
 * `ceil(a · b / d)` with a full-width product, as `FullMath.mulDivRoundingUp` of v3-core.
 * @throws UserError `E_MATH_OVERFLOW` where the contract reverts: result beyond uint256 or `d = 0`
 * @example mulDivUp(7n, 3n, 2n) // 11n
 */
export function mulDivUp(a: bigint, b: bigint, d: bigint): bigint {
  if (d === 0n) throw overflow(a, b, d)
  const product = a * b
  const quotient = product === 0n ? 0n : (product - 1n) / d + 1n
  if (quotient > MASK_256) throw overflow(a, b, d)
  return quotient
}

/**
 * `ceil(a / b)` of non-negative integers, as `UnsafeMath.divRoundingUp` of v3-core.
 * @example divUp(7n, 2n) // 4n
 */
export function divUp(a: bigint, b: bigint): bigint {
  return a === 0n ? 0n : (a - 1n) / b + 1n
}

function overflow(a: bigint, b: bigint, d: bigint): UserError {
  return new UserError('E_MATH_OVERFLOW', 'a product over its divisor does not fit 256 bits', {
    hint: 'amounts, liquidity or price are beyond what the pool contract can hold',
    facts: { a, b, divisor: d, reason: '' },
  })
}
