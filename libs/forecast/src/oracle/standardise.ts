import type { StandardisedFeature } from './feature-spec.ts'

const LEAST = -32_768
const MOST = 32_767
const HALF = 2 ** 16

/**
 * `clamp(((raw − mean) · multiplier) >> shift, −32768, 32767)`, with `>>` rounding down: exact for any int32
 * although the product has up to 56 bits.
 *
 * @param raw int32
 * @example
 * standardise({ mean: 100, multiplier: 3, shift: 1 }, 95) // -8: −7.5 rounded down
 */
export function standardise(
  { mean, multiplier, shift }: Pick<StandardisedFeature, 'mean' | 'multiplier' | 'shift'>,
  raw: number,
): number {
  const difference = raw - mean
  const upper = Math.floor(difference / HALF)
  const lower = difference - upper * HALF
  // Below a shift of 16 a product that a float64 cannot hold is far beyond int16.
  const shifted =
    shift < 16
      ? Math.floor((difference * multiplier) / 2 ** shift)
      : Math.floor(
          (upper * multiplier + Math.floor((lower * multiplier) / HALF)) / 2 ** (shift - 16),
        )
  // No negative zero.
  return Math.max(LEAST, Math.min(MOST, shifted)) + 0
}
