import { UserError } from '@tickwise/amm'
import type { TrainingWindow } from '../models/model.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import { featureTable, labels } from './feature-table.ts'
import type { FeatureTable } from './feature-table.ts'
import type { Samples } from './samples.ts'
import { fitStandardisation, standardised } from './standardise.ts'
import type { Standardisation } from './standardise.ts'

/** What a net learns from: raw features and labels of the training and validation rows of one fold. */
export interface FoldData {
  readonly table: FeatureTable
  /** Fitted on the training rows alone. */
  readonly standardisation: Standardisation
  readonly rows: Int32Array
  readonly validationRows: Int32Array
  readonly labels: Float64Array
  readonly validationLabels: Float64Array
  /** Entries a sample. */
  readonly steps: number
}

/**
 * Reads the features and labels of a fold.
 *
 * @throws UserError E_TOO_LITTLE_HISTORY, E_HORIZON, E_SERIES_GAP, E_NOT_FINITE, E_CONSTANT, E_NO_FEES
 */
export function foldData(
  window: TrainingWindow,
  features: readonly Feature[],
  steps: number,
  minimumRows: number,
): FoldData {
  const { series, target, rows, validationRows } = window
  if (!Number.isInteger(target.horizonEpochs) || target.horizonEpochs < 1)
    throw new UserError('E_HORIZON', `a horizon of ${target.horizonEpochs} epochs is none`, {
      hint: 'use a whole number of epochs, at least 1',
      facts: { horizonEpochs: target.horizonEpochs },
    })
  if (rows.length < minimumRows)
    throw new UserError(
      'E_TOO_LITTLE_HISTORY',
      `${rows.length} training rows are too few: ${minimumRows} are needed`,
      {
        hint: 'use a longer history or training window',
        facts: { rows: rows.length, minimumRows },
      },
    )
  const table = featureTable(series, features, Int32Array.from([...rows, ...validationRows]), steps)
  return {
    table,
    standardisation: fitStandardisation(table, features, rows),
    rows,
    validationRows,
    labels: labels(series, target, rows),
    validationLabels: labels(series, target, validationRows),
    steps,
  }
}

/**
 * The samples of a fold, where the net is to learn (label − baseline − mean) / scale.
 * Without a baseline: the standardised label.
 */
export function samplesOf(
  fold: FoldData,
  output: { readonly mean: number; readonly scale: number },
  baseline: (row: number) => number = () => 0,
): { readonly training: Samples; readonly validation: Samples } {
  const { table, steps } = fold
  const inputs = standardised(table, fold.standardisation)
  const samples = (rows: Int32Array, values: Float64Array): Samples => ({
    inputs,
    width: table.width,
    firstEntry: table.firstEntry,
    steps,
    rows,
    targets: Float32Array.from(rows, (row, i) => {
      const label = values[i] ?? Number.NaN
      return (label - baseline(row) - output.mean) / output.scale
    }),
  })
  return {
    training: samples(fold.rows, fold.labels),
    validation: samples(fold.validationRows, fold.validationLabels),
  }
}
