import { UserError } from '@tickwise/amm'
import { bytesPerFeature, writeFeature } from '../qmlp/feature-bytes.ts'
import { checkFeature } from './feature-history.ts'
import type { StandardisedFeature } from './feature-spec.ts'

/**
 * Features as model files and contracts have them, 11 bytes each, big endian: code (1), window (2), mean
 * (4, signed), multiplier (3), shift (1).
 *
 * @throws UserError `E_FEATURE_KIND`, `E_FEATURE_WINDOW`, `E_FEATURE_SCALE` for constants out of range
 * @example
 * packFeatures([{ kind: 'drift', window: 4, mean: -1, multiplier: 256, shift: 4 }])
 * // 03 0004 ffffffff 000100 04
 */
export function packFeatures(spec: readonly StandardisedFeature[]): Uint8Array {
  const cursor = { bytes: new Uint8Array(spec.length * bytesPerFeature), offset: 0 }
  for (const feature of spec) {
    checkFeature(feature)
    checkScale(feature)
    writeFeature(cursor, feature)
  }
  return cursor.bytes
}

function checkScale({ kind, mean, multiplier, shift }: StandardisedFeature): void {
  const inside = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most
  if (
    inside(mean, -(2 ** 31), 2 ** 31 - 1) &&
    inside(multiplier, 0, 2 ** 24 - 1) &&
    inside(shift, 0, 40)
  )
    return
  throw new UserError('E_FEATURE_SCALE', `the constants of ${kind} do not fit a model file`, {
    hint: 'mean is an int32, multiplier a uint24, shift 0 to 40',
    facts: { kind, mean, multiplier, shift },
  })
}
