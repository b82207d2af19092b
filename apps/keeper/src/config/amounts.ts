import { parseUnits } from 'viem'

/**
 * A decimal of the native token in wei, exact.
 *
 * @example
 * weiOfNative('0.05') // 50000000000000000n
 */
export function weiOfNative(text: string): bigint {
  return parseUnits(text, 18)
}

/**
 * A decimal in gwei as wei, exact.
 *
 * @example
 * weiOfGwei('1.5') // 1500000000n
 */
export function weiOfGwei(text: string): bigint {
  return parseUnits(text, 9)
}
