import { UserError } from '@tickwise/amm'
import type { Target } from '../models/model.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { labelOf, lookbackOf, rawFeature } from './series-inputs.ts'

/** Raw features of a stretch of entries, one line an entry, row by row; NaN where the entry was not asked for. */
export interface FeatureTable {
  readonly width: number
  /** Entry of the series that line 0 belongs to. */
  readonly firstEntry: number
  readonly values: Float64Array
}

/** Entries that a forecast from `steps` epochs of features needs, the row itself counted. */
export function lookbackOfFeatures(features: readonly Feature[], steps: number): number {
  return Math.max(...features.map(lookbackOf)) + steps - 1
}

/**
 * Features of every entry that a sequence of `steps` entries ending at one of `rows` touches.
 *
 * @throws UserError E_SERIES_GAP where a feature has nothing to be computed from, E_NOT_FINITE
 */
export function featureTable(
  series: EpochSeries,
  features: readonly Feature[],
  rows: Int32Array,
  steps: number,
): FeatureTable {
  if (rows.length === 0)
    return { width: features.length, firstEntry: 0, values: new Float64Array() }
  const firstEntry = rows.reduce((least, row) => Math.min(least, row)) - steps + 1
  const lastEntry = rows.reduce((most, row) => Math.max(most, row))
  const width = features.length
  const values = new Float64Array(Math.max(0, lastEntry - firstEntry + 1) * width).fill(Number.NaN)
  const filled = new Uint8Array(lastEntry - firstEntry + 1)
  for (const row of rows) {
    for (let entry = row - steps + 1; entry <= row; entry++) {
      const line = entry - firstEntry
      if (filled[line] === 1) continue
      features.forEach((feature, i) => {
        values[line * width + i] = knownFeature(series, feature, entry)
      })
      filled[line] = 1
    }
  }
  return { width, firstEntry, values }
}

function knownFeature(series: EpochSeries, feature: Feature, entry: number): number {
  const raw = rawFeature(series, feature, entry)
  const facts = { epoch: series.firstEpoch + entry, feature: feature.kind, window: feature.window }
  if (raw === undefined)
    throw new UserError(
      'E_SERIES_GAP',
      `the series does not cover what ${feature.kind} over ${feature.window} epochs looks back on`,
      { hint: 'leave out rows whose look-back has a gap or starts before the series', facts },
    )
  if (!Number.isFinite(raw))
    throw new UserError('E_NOT_FINITE', `${feature.kind} is not a finite number`, {
      hint: 'the series is broken: build it again from its data',
      facts,
    })
  return raw
}

/**
 * Labels of rows, in the unit of a forecast.
 *
 * @throws UserError E_SERIES_GAP where the horizon after a row is not covered, E_NOT_FINITE, E_NO_FEES
 */
export function labels(series: EpochSeries, target: Target, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => {
    const label = labelOf(series, target, row)
    const facts = { epoch: series.firstEpoch + row, horizonEpochs: target.horizonEpochs }
    if (label === undefined)
      throw new UserError('E_SERIES_GAP', 'the series does not cover the horizon after a row', {
        hint: 'leave out rows whose horizon has a gap or ends after the series',
        facts,
      })
    if (!Number.isFinite(label))
      throw new UserError('E_NOT_FINITE', `the ${target.kind} to learn is not a finite number`, {
        hint: 'the series is broken: build it again from its data',
        facts,
      })
    return label
  })
}
