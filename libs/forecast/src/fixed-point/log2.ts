import { UserError } from '@tickwise/amm'

const FRACTION_BITS = 16
/** `Math.log2` is trusted to a millionth of the last bit, thousands of times its error on any engine. */
const DOUBT = 1e-6
const LIMIT = 1n << 256n

/**
 * `floor(log2(value) · 2^16)` of a whole number 1 ≤ value < 2^256; `Log2.log2X16Down` of the contracts
 * gives the same.
 *
 * Exact for every value below 2^108. Above, the result is one too small where value exceeds
 * 2^(m / 65536), m whole, by less than one part in 2^125.
 *
 * @throws UserError `E_LOG2_DOMAIN` when the value is no whole number in that range, or a `number` beyond 2^53
 * @example
 * log2X16Down(1000) // 653117: log2(1000) = 9.96578…
 */
export function log2X16Down(value: number | bigint): number {
  if (typeof value === 'bigint') return squaredLog2X16Down(value)
  if (!Number.isSafeInteger(value) || value < 1) throw outsideDomain(value)
  if (value === 1) return 0
  const estimate = Math.log2(value) * 2 ** FRACTION_BITS
  const floor = Math.floor(estimate)
  const isSure = estimate - floor > DOUBT && floor + 1 - estimate > DOUBT
  return isSure ? floor : squaredLog2X16Down(BigInt(value))
}

/**
 * One bit of the fraction per squaring of the mantissa, which has 127 fractional bits and is cut down
 * each time. The cuts add up to less than one part in 2^125 of the value.
 */
function squaredLog2X16Down(value: bigint): number {
  if (value < 1n || value >= LIMIT) throw outsideDomain(value)
  const exponent = value.toString(2).length - 1
  let mantissa = exponent >= 127 ? value >> BigInt(exponent - 127) : value << BigInt(127 - exponent)
  let result = exponent
  for (let bit = 0; bit < FRACTION_BITS; bit++) {
    mantissa = (mantissa * mantissa) >> 127n
    const carry = mantissa >> 128n
    mantissa >>= carry
    result = 2 * result + Number(carry)
  }
  return result
}

function outsideDomain(value: number | bigint): UserError {
  return new UserError('E_LOG2_DOMAIN', `${value} has no logarithm here`, {
    hint: 'give a whole number of at least 1, as a bigint from 2^53 on',
    facts: { value },
  })
}
