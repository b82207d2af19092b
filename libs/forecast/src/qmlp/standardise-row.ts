import type { StandardisedFeature } from '../oracle/feature-spec.ts'
import { standardise } from '../oracle/standardise.ts'

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
