import { featureColumn, featureLookback } from '../models/feature-columns.ts'
import { linearForm } from '../models/linear-model.ts'
import type { FittedModel, Target } from '../models/model.ts'
import { netToQuantise } from '../nets/float-model.ts'
import { loadDenseNet } from '../nets/load-net.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { usableRows } from '../targets/rows.ts'
import type { FloatModel } from './float-model.ts'
import type { ModelFile } from './model-file.ts'
import { prepareModel } from './prepare.ts'
import { quantiseModel, type Quantisation } from './quantise.ts'
import { standardiseRow } from './standardise-row.ts'

/** log2 X16 and ticks X16: the integer units of forecasts. */
const unit = 65_536

/** A fit and the data that its integers are calibrated on: entries that it was trained on, and no later ones. */
export interface FitToQuantise {
  readonly model: FittedModel
  readonly target: Target
  /** log2, as `levelOffsetOf` gives it. */
  readonly levelOffset: number
  /** Ends with the training data. */
  readonly series: EpochSeries
}

/** Entries of the series, from its end, that a calibration looks at. */
const calibrationEpochs = 3000

/**
 * Whether a model has an integer form: linear models of oracle features, and feed-forward nets.
 *
 * @example
 * isQuantisable(har) // true; ewma, garch, gru and models of fees are not
 */
export function isQuantisable({ parameters }: Pick<FittedModel, 'parameters'>): boolean {
  return parameters['form'] === 'linear' || parameters['form'] === 'dense'
}

/**
 * Makes the integer model of a fit, calibrated on the last rows that it was trained on.
 *
 * @throws UserError what `quantiseModel` throws; E_FORECAST_PARAMETERS for a model without an integer form
 *
 * @example
 * const { model, loss } = quantiseFit({ model: har, target, levelOffset, series })
 */
export function quantiseFit(fit: FitToQuantise): Quantisation {
  const { series } = fit
  const features = featuresOf(fit.model)
  const rows = usableRows(series, {
    from: Math.max(0, series.length - calibrationEpochs),
    to: series.length,
    lookbackEpochs: lookbackOf(features),
    horizonEpochs: 0,
  })
  const raw = rawTable(features, series, rows)
  return quantiseModel(floatModelOf(fit, raw), raw)
}

/**
 * An integer model that forecasts as the others do: what a contract with the same file says, as real numbers.
 *
 * @example
 * integerModel('har', file).predict(series, rows)
 */
export function integerModel(name: string, file: ModelFile): FittedModel {
  const prepared = prepareModel(file)
  return {
    name,
    parameters: { form: 'qmlp/1' },
    predict: (series, rows) => {
      const raw = rawTable(file.features, series, rows)
      const inputs = new Int16Array(file.features.length)
      return Float64Array.from(rows, (_, i) => {
        standardiseRow(file.features, raw, i, inputs)
        return prepared.infer(inputs) / unit
      })
    },
  }
}

/**
 * Entries up to the row that these features follow from, the row itself counted.
 *
 * @example
 * lookbackOf(file.features) // 168 for HAR
 */
export function lookbackOf(features: readonly Feature[]): number {
  return Math.max(1, ...features.map(featureLookback))
}

function featuresOf(model: FittedModel): readonly Feature[] {
  return model.parameters['form'] === 'dense'
    ? loadDenseNet(model.parameters).denseForm.features
    : linearForm(model).features
}

function rawTable(
  features: readonly Feature[],
  series: EpochSeries,
  rows: Int32Array,
): Float64Array {
  const table = new Float64Array(rows.length * features.length)
  features.forEach((feature, i) => {
    featureColumn(series, feature, rows).forEach((value, row) => {
      table[row * features.length + i] = value
    })
  })
  return table
}

function floatModelOf(
  { model, target, levelOffset, series }: FitToQuantise,
  raw: Float64Array,
): FloatModel {
  if (model.parameters['form'] === 'dense')
    return netToQuantise(loadDenseNet(model.parameters).denseForm, series, levelOffset)
  const { features, coefficients, intercept } = linearForm(model)
  const moments = features.map((_, i) => momentsOf(raw, i, features.length))
  // In units of the spread that the inputs would give the forecast if they moved apart from each other.
  const spread = Math.hypot(...coefficients.map((c, i) => c * (moments[i]?.scale ?? 0)))
  const atMeans = coefficients.reduce((sum, c, i) => sum + c * (moments[i]?.mean ?? 0), intercept)
  return {
    target: target.kind,
    horizonEpochs: target.horizonEpochs,
    epochSeconds: series.epochSeconds,
    cellsPerEpoch: series.cellsPerEpoch,
    features,
    inputMeans: Float64Array.from(moments, ({ mean }) => mean),
    inputScales: Float64Array.from(moments, ({ scale }) => scale),
    layers: [
      {
        weights: Float64Array.from(coefficients, (c, i) => (c * (moments[i]?.scale ?? 0)) / spread),
        biases: Float64Array.of(0),
      },
    ],
    outputMean: atMeans * unit,
    outputScale: spread * unit,
    levelOffset: target.kind === 'drift' ? 0 : Math.round(levelOffset * unit),
  }
}

function momentsOf(raw: Float64Array, column: number, width: number) {
  const rows = raw.length / width
  let sum = 0
  for (let i = column; i < raw.length; i += width) sum += raw[i] ?? NaN
  const mean = sum / rows
  let squares = 0
  for (let i = column; i < raw.length; i += width) squares += ((raw[i] ?? NaN) - mean) ** 2
  return { mean, scale: Math.sqrt(squares / rows) }
}
