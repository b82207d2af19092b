import { featureKinds, type StandardisedFeature } from './feature-spec.ts'
import { checkFeature } from './feature-history.ts'
import { UserError } from '@tickwise/amm'

/** Bytes of one feature in model files and calls of the `FeatureOracle`. */
export const packedFeatureBytes = 11

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
  const bytes = new Uint8Array(spec.length * packedFeatureBytes)
  const view = new DataView(bytes.buffer)
  spec.forEach((feature, i) => {
    checkFeature(feature)
    checkScale(feature)
    const at = i * packedFeatureBytes
    view.setUint8(at, featureKinds.indexOf(feature.kind))
    view.setUint16(at + 1, feature.window)
    view.setInt32(at + 3, feature.mean)
    view.setUint8(at + 7, feature.multiplier >> 16)
    view.setUint16(at + 8, feature.multiplier & 0xffff)
    view.setUint8(at + 10, feature.shift)
  })
  return bytes
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
