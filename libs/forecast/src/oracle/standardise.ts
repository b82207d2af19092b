import type { StandardisedFeature } from './feature-spec.ts'

const LEAST = -32_768
const MOST = 32_767

/**
 * `clamp(((raw − mean) · multiplier) >> shift, −32768, 32767)`, with `>>` rounding down.
 *
 * @param raw int32
 * @example
 * standardise({ mean: 100, multiplier: 3, shift: 1 }, 95) // -8: −7.5 rounded down
 */
export function standardise(
  { mean, multiplier, shift }: Pick<StandardisedFeature, 'mean' | 'multiplier' | 'shift'>,
  raw: number,
): number {
  const product = (raw - mean) * multiplier
  // A float64 has every integer below 2^53, and dividing by a power of two is exact.
  const scaled = Number.isSafeInteger(product)
    ? Math.floor(product / 2 ** shift)
    : Number((BigInt(raw - mean) * BigInt(multiplier)) >> BigInt(shift))
  return Math.min(MOST, Math.max(LEAST, scaled))
}
