import { InvariantError } from '@tickwise/amm'
import { featureKinds, type StandardisedFeature } from '../oracle/feature-spec.ts'
import { fields, readField, windowField, writeField, type Cursor } from './fields.ts'

/** Of a feature and its standardisation, in model files and in calls of the `FeatureOracle`. */
export const bytesPerFeature = 11

/**
 * Reads the feature at the cursor and moves on; the bytes must reach that far.
 *
 * @throws UserError `E_MODEL_FIELD`
 */
export function readFeature(cursor: Cursor): StandardisedFeature {
  const kind = featureKinds[readField(cursor, fields.feature)]
  if (kind === undefined) throw new InvariantError('E_FEATURE_CODE', 'a feature code has no kind')
  const window = readField(cursor, windowField(kind))
  const mean = readField(cursor, fields.mean)
  const multiplier = readField(cursor, fields.multiplier)
  return { kind, window, mean, multiplier, shift: readField(cursor, fields.featureShift) }
}

/**
 * Writes the feature at the cursor and moves on; the bytes must reach that far.
 *
 * @throws UserError `E_MODEL_FIELD`
 */
export function writeFeature(cursor: Cursor, feature: StandardisedFeature): void {
  writeField(cursor, fields.feature, featureKinds.indexOf(feature.kind))
  writeField(cursor, windowField(feature.kind), feature.window)
  writeField(cursor, fields.mean, feature.mean)
  writeField(cursor, fields.multiplier, feature.multiplier)
  writeField(cursor, fields.featureShift, feature.shift)
}
