import { UserError } from '@tickwise/amm'
import type { EpochSeries } from '../series/epoch-series.ts'
import { featureKinds, type Feature, type FeatureKind } from './feature-spec.ts'

/** Longest look back, epochs. */
export const maxFeatureWindow = 1000

/** Windows that a kind may have, and how many epochs beyond its window it looks at. */
const kinds: Readonly<Record<FeatureKind, { least: number; most: number; beyond: number }>> = {
  'log-variance-lag': { least: 0, most: maxFeatureWindow, beyond: 1 },
  'log-variance-mean': { least: 1, most: maxFeatureWindow, beyond: 0 },
  'log-mean-variance': { least: 1, most: maxFeatureWindow, beyond: 0 },
  drift: { least: 0, most: maxFeatureWindow, beyond: 1 },
  'hour-sin': { least: 0, most: 0, beyond: 1 },
  'hour-cos': { least: 0, most: 0, beyond: 1 },
}

/**
 * How many valid epochs in a row, the one of the forecast counted, these features follow from; 1 for none.
 *
 * @example
 * epochsNeeded([{ kind: 'log-variance-lag', window: 168 }]) // 169
 */
export function epochsNeeded(spec: readonly Feature[]): number {
  return spec.reduce((most, { kind, window }) => Math.max(most, window + kinds[kind].beyond), 1)
}

/**
 * 1 for each entry of the series whose features can be had, 0 for the others.
 *
 * @example
 * const rows = Int32Array.from(series.valid.keys()).filter((i) => mask[i] === 1)
 */
export function featureMask(spec: readonly Feature[], series: EpochSeries): Uint8Array {
  const needed = epochsNeeded(spec)
  let run = 0
  return Uint8Array.from({ length: series.length }, (_, i) => {
    run = series.valid[i] === 1 ? run + 1 : 0
    return run >= needed ? 1 : 0
  })
}

/**
 * Refuses a feature that no series has.
 *
 * @throws UserError `E_FEATURE_KIND`, `E_FEATURE_WINDOW`
 * @example
 * checkFeature({ kind: 'hour-sin', window: 0 })
 */
export function checkFeature({ kind, window }: Feature): void {
  if (!featureKinds.includes(kind)) {
    throw new UserError('E_FEATURE_KIND', `there is no feature ${String(kind)}`, {
      hint: `choose one of ${featureKinds.join(', ')}`,
      facts: { kind },
    })
  }
  const { least, most } = kinds[kind]
  if (Number.isInteger(window) && window >= least && window <= most) return
  throw new UserError('E_FEATURE_WINDOW', `${kind} has no window of ${window} epochs`, {
    hint: least === most ? `its window is ${least}` : `choose ${least} to ${most}`,
    facts: { kind, window },
  })
}
