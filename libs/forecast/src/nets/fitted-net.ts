import type { FittedModel } from '../models/model.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import type { BackendRecord } from './backend/backend.ts'
import { forwardDense } from './dense-form.ts'
import type { DenseForm } from './dense-form.ts'
import { featureTable } from './feature-table.ts'
import { forwardGru } from './gru-form.ts'
import type { GruForm } from './gru-form.ts'
import { denseParameters, gruParameters } from './net-parameters.ts'
import type { TrainingLog } from './train-weights.ts'

/** A feed-forward net that can forecast; `denseForm` is what the quantiser takes. */
export interface DenseNetModel extends FittedModel {
  readonly denseForm: DenseForm
}

/** A recurrent net that can forecast. It has no `qmlp/1` form: its forecasts can only be attested. */
export interface GruModel extends FittedModel {
  readonly gruForm: GruForm
  readonly attestedOnly: true
}

/** How a net came about; not part of what names it. */
export interface NetTraining {
  readonly backend: BackendRecord
  readonly log: TrainingLog
}

/**
 * A net that forecasts by its own float64 pass over extracted weights, without a backend.
 * `predict` throws UserError E_FORECAST_GAP for a row whose look-back is not covered.
 */
export function denseModel(name: string, denseForm: DenseForm): DenseNetModel {
  const { features } = denseForm
  return {
    name,
    denseForm,
    parameters: denseParameters(name, denseForm),
    predict: (series: EpochSeries, rows: Int32Array): Float64Array => {
      const { values, width, firstEntry } = featureTable(series, features, rows, 1)
      return Float64Array.from(rows, (row) =>
        forwardDense(denseForm, values, (row - firstEntry) * width),
      )
    },
  }
}

/** As {@link denseModel}, for a recurrent net. */
export function gruModel(name: string, gruForm: GruForm): GruModel {
  const { features, steps } = gruForm
  return {
    name,
    gruForm,
    attestedOnly: true,
    parameters: gruParameters(name, gruForm),
    predict: (series: EpochSeries, rows: Int32Array): Float64Array => {
      const { values, width, firstEntry } = featureTable(series, features, rows, steps)
      return Float64Array.from(rows, (row) =>
        forwardGru(gruForm, values, (row - steps + 1 - firstEntry) * width),
      )
    },
  }
}
