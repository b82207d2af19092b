import { UserError } from '@tickwise/amm'
import { featureColumn, featureLookback } from '../models/feature-columns.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/** Raw features of a stretch of entries, one line an entry; lines of entries that no row needs mean nothing. */
export interface FeatureTable {
  readonly width: number
  /** Entry of the series that line 0 belongs to. */
  readonly firstEntry: number
  readonly values: Float64Array
}

/** Entries that a forecast from `steps` epochs of features needs, the row itself counted. */
export function lookbackOfFeatures(features: readonly Feature[], steps: number): number {
  return Math.max(...features.map(featureLookback)) + steps - 1
}

/**
 * Features of every entry that a sequence of `steps` entries ending at one of `rows` touches.
 *
 * @throws UserError E_FORECAST_GAP where a row looks back on an epoch that the series does not cover
 */
export function featureTable(
  series: EpochSeries,
  features: readonly Feature[],
  rows: Int32Array,
  steps: number,
): FeatureTable {
  const width = features.length
  if (rows.length === 0) return { width, firstEntry: 0, values: new Float64Array() }
  requireCovered(series, rows, { before: lookbackOfFeatures(features, steps), after: 0 })
  const firstEntry = rows.reduce((least, row) => Math.min(least, row)) - steps + 1
  const lastEntry = rows.reduce((most, row) => Math.max(most, row))
  const entries = Int32Array.from({ length: lastEntry - firstEntry + 1 }, (_, i) => firstEntry + i)
  const values = new Float64Array(entries.length * width)
  features.forEach((feature, i) => {
    featureColumn(series, feature, entries).forEach((value, line) => {
      values[line * width + i] = value
    })
  })
  return { width, firstEntry, values }
}

/**
 * Refuses rows without the entries they need: `before` up to the row, itself counted, and `after` it.
 *
 * @throws UserError E_FORECAST_GAP
 */
export function requireCovered(
  series: EpochSeries,
  rows: Int32Array,
  { before, after }: { readonly before: number; readonly after: number },
): void {
  const validUpTo = new Int32Array(series.length + 1)
  for (let i = 0; i < series.length; i++)
    validUpTo[i + 1] = (validUpTo[i] ?? 0) + (series.valid[i] ?? 0)
  for (const row of rows) {
    const covered = (validUpTo[row + after + 1] ?? 0) - (validUpTo[row + 1 - before] ?? 0)
    if (row + 1 >= before && row + after < series.length && covered === before + after) continue
    throw new UserError(
      'E_FORECAST_GAP',
      `a row needs ${before} epochs up to it and ${after} after it without a gap, and has not`,
      {
        hint: 'take rows from usableRows, which leaves those out',
        facts: { epoch: series.firstEpoch + row, before, after },
      },
    )
  }
}

/** The raw feature in a column of the line of an entry. */
export function valueOf(table: FeatureTable, entry: number, column: number): number {
  return table.values[(entry - table.firstEntry) * table.width + column] ?? Number.NaN
}
