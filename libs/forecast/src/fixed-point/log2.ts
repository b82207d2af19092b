import { InvariantError } from '@tickwise/amm'

/** Bits of the mantissa: squares of it fit 256 bits, so a contract can take the same steps. */
const MANTISSA_BITS = 127n

/**
 * log2 of a whole number with 16 fractional bits, rounded down: the bits of the whole part are the
 * length of `x`, each bit of the fraction is whether the square of what is left reaches 2.
 *
 * @param x at least 1, below 2^256
 * @throws InvariantError `E_LOG2_DOMAIN` below 1
 *
 * @example
 * log2X16Down(8n) // 3 · 65536
 */
export function log2X16Down(x: bigint): number {
  if (x < 1n) {
    throw new InvariantError('E_LOG2_DOMAIN', `the logarithm of ${x} does not exist`)
  }
  const whole = BigInt(x.toString(2).length - 1)
  let mantissa = whole > MANTISSA_BITS ? x >> (whole - MANTISSA_BITS) : x << (MANTISSA_BITS - whole)
  let result = Number(whole)
  for (let bit = 0; bit < 16; bit++) {
    mantissa = (mantissa * mantissa) >> MANTISSA_BITS
    const carry = Number(mantissa >> (MANTISSA_BITS + 1n))
    mantissa >>= BigInt(carry)
    result = result * 2 + carry
  }
  return result
}
