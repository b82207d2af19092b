import { UserError } from '@tickwise/amm'
import { tooShort } from '../models/fit-window.ts'
import type { TrainingWindow } from '../models/model.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import { checkSeries } from '../series/check-series.ts'
import { checkTarget, labelsOf } from '../targets/labels.ts'
import { featureTable, requireCovered } from './feature-table.ts'
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

/** What a net of this name needs of a fold. */
export interface FoldNeeds {
  readonly name: string
  readonly features: readonly Feature[]
  readonly steps: number
  readonly minimumRows: number
}

/**
 * Reads the features and labels of a fold.
 *
 * @throws UserError E_FORECAST_HISTORY, E_FORECAST_HORIZON, E_FORECAST_SERIES, E_FORECAST_GAP,
 * E_FORECAST_CONSTANT, E_FORECAST_FEES, E_FORECAST_FEATURES
 */
export function foldData(window: TrainingWindow, needs: FoldNeeds): FoldData {
  const { series, target, rows, validationRows } = window
  const { name, features, steps, minimumRows } = needs
  if (features.length === 0)
    throw new UserError('E_FORECAST_FEATURES', `${name} has no feature to learn from`, {
      hint: 'name at least one feature',
    })
  checkTarget(target)
  checkSeries(series)
  if (rows.length < minimumRows) throw tooShort(name, rows.length, minimumRows)
  const all = Int32Array.from([...rows, ...validationRows])
  requireCovered(series, all, { before: 1, after: target.horizonEpochs })
  const table = featureTable(series, features, all, steps)
  return {
    table,
    standardisation: fitStandardisation(table, features, rows),
    rows,
    validationRows,
    labels: labelsOf(series, target, rows),
    validationLabels: labelsOf(series, target, validationRows),
    steps,
  }
}

/** What a net is to learn: (label − baseline − mean) / scale. */
export interface LearnedPart {
  readonly mean: number
  readonly scale: number
  /** Forecasts that the net adds to, for rows of the series; nothing when absent. */
  readonly baseline?: (rows: Int32Array) => Float64Array
}

/** The samples of a fold. */
export function samplesOf(
  fold: FoldData,
  { mean, scale, baseline }: LearnedPart,
): { readonly training: Samples; readonly validation: Samples } {
  const { table, steps } = fold
  const inputs = standardised(table, fold.standardisation)
  const samples = (rows: Int32Array, labels: Float64Array): Samples => {
    const base = baseline?.(rows)
    const targets = Float32Array.from(
      labels,
      (label, i) => (label - (base?.[i] ?? 0) - mean) / scale,
    )
    return { inputs, width: table.width, firstEntry: table.firstEntry, steps, rows, targets }
  }
  return {
    training: samples(fold.rows, fold.labels),
    validation: samples(fold.validationRows, fold.validationLabels),
  }
}
