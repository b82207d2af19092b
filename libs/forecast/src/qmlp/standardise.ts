import type { StandardisedFeature } from '../oracle/feature-spec.ts'

const half = 2 ** 16

/**
 * A raw feature as a model takes it: clamp(((raw − mean) · multiplier) >> shift, −32768, 32767), exact for
 * any int32 although the product has up to 56 bits.
 *
 * @example
 * standardise({ kind: 'drift', window: 1, mean: 10, multiplier: 3, shift: 1 }, 7) // −9 >> 1 = −5
 */
export function standardise({ mean, multiplier, shift }: StandardisedFeature, raw: number): number {
  const difference = raw - mean
  const upper = Math.floor(difference / half)
  const lower = difference - upper * half
  // Below a shift of 16 a product that is not exact is far beyond int16.
  const shifted =
    shift < 16
      ? Math.floor((difference * multiplier) / 2 ** shift)
      : Math.floor(
          (upper * multiplier + Math.floor((lower * multiplier) / half)) / 2 ** (shift - 16),
        )
  // No negative zero.
  return Math.max(-32_768, Math.min(32_767, shifted)) + 0
}

/** Standardises one row of raw features into `inputs`. */
export function standardiseRow(
  features: readonly StandardisedFeature[],
  raw: ArrayLike<number>,
  row: number,
  inputs: Int16Array,
): void {
  const start = row * features.length
  for (const [i, feature] of features.entries()) {
    inputs[i] = standardise(feature, raw[start + i] as number)
  }
}
