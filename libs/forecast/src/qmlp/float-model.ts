import { UserError } from '@tickwise/amm'
import type { Feature } from '../oracle/feature-spec.ts'
import type { ForecastTarget } from './model-file.ts'

/** A dense layer in float64; a hidden one is followed by max(0, ·). */
export interface FloatLayer {
  /** One row per output. */
  readonly weights: Float64Array
  /** One per output. */
  readonly biases: Float64Array
}

/**
 * A trained model before it becomes integers. Of raw features x it makes z = (x − mean) / scale, runs its
 * layers, the last of which has one output u, and forecasts outputMean + outputScale · u.
 */
export interface FloatModel {
  readonly target: ForecastTarget
  readonly epochSeconds: number
  readonly cellsPerEpoch: number
  readonly horizonEpochs: number
  readonly features: readonly Feature[]
  readonly layers: readonly FloatLayer[]
  /** Of the raw features, which are integers (log2 X16, ticks). */
  readonly inputMeans: Float64Array
  /** Standard deviations of the raw features. */
  readonly inputScales: Float64Array
  /** In the integer unit of the forecast (log2 X16, ticks X16). */
  readonly outputMean: number
  /** In the integer unit of the forecast; above 0. */
  readonly outputScale: number
  /** log2 X16, see `ModelOutput`; 0 for drift. */
  readonly levelOffset: number
}

/** Raw features, one row after the other: integers. */
export type RawInputs = Int32Array | Float64Array

/** What each layer gives for a row of standardised inputs; hidden layers after max(0, ·). */
export function runLayers(
  layers: readonly FloatLayer[],
  inputs: Float64Array,
): readonly Float64Array[] {
  let values = inputs
  return layers.map(({ weights, biases }, l) => {
    const row = values
    values = Float64Array.from(biases, (bias, output) => {
      let sum = bias
      for (let i = 0; i < row.length; i++) {
        sum += (weights[output * row.length + i] as number) * (row[i] as number)
      }
      return l === layers.length - 1 ? sum : Math.max(0, sum)
    })
    return values
  })
}

/** The standardised inputs of a row of raw features. */
export function floatInputs(
  { inputMeans, inputScales }: Pick<FloatModel, 'inputMeans' | 'inputScales'>,
  raw: ArrayLike<number>,
  row: number,
): Float64Array {
  const start = row * inputMeans.length
  return inputMeans.map(
    (mean, i) => ((raw[start + i] as number) - mean) / (inputScales[i] as number),
  )
}

/**
 * The forecast of a float model for one row of raw features, in the integer unit of the forecast.
 *
 * @example
 * floatForecast(model, Int32Array.of(812_000, 790_500), 0) // 803211.4
 */
export function floatForecast(model: FloatModel, raw: ArrayLike<number>, row: number): number {
  const outputs = runLayers(model.layers, floatInputs(model, raw, row))
  const u = outputs.at(-1)?.[0] as number
  return model.outputMean + model.outputScale * u
}

/**
 * Refuses a float model that no integer model can be made of.
 *
 * @throws UserError `E_QUANTISE_SHAPE`, `E_QUANTISE_NOT_FINITE`, `E_QUANTISE_CONSTANT`
 */
export function checkFloatModel(model: FloatModel): void {
  const { features, layers, inputMeans, inputScales } = model
  const count = features.length
  if (inputMeans.length !== count || inputScales.length !== count) {
    throw shapeFault(
      `${count} features have ${inputMeans.length} means, ${inputScales.length} scales`,
    )
  }
  if (count === 0 || layers.at(-1)?.biases.length !== 1) {
    throw shapeFault('a model needs at least one feature, and one output of its last layer')
  }
  let width = count
  for (const [i, { weights, biases }] of layers.entries()) {
    if (weights.length !== width * biases.length || biases.length === 0) {
      throw shapeFault(
        `layer ${i} has ${weights.length} weights and needs ${biases.length} × ${width}`,
      )
    }
    checkFinite(weights, `a weight of layer ${i}`)
    checkFinite(biases, `a bias of layer ${i}`)
    width = biases.length
  }
  checkFinite(inputMeans, 'an input mean')
  checkFinite(inputScales, 'an input scale')
  checkFinite([model.outputMean, model.outputScale, model.levelOffset], 'an output constant')
  checkScales(model)
}

function checkScales({ features, inputScales, outputScale }: FloatModel): void {
  for (const [i, { kind, window }] of features.entries()) {
    if ((inputScales[i] as number) > 0) continue
    throw new UserError(
      'E_QUANTISE_CONSTANT',
      `feature ${i} (${kind}, window ${window}) has the scale ${inputScales[i]}: it never changes`,
      { hint: 'leave it out, or train on more history', facts: { feature: i, kind, window } },
    )
  }
  if (outputScale > 0) return
  throw new UserError('E_QUANTISE_CONSTANT', `the output scale is ${outputScale}`, {
    hint: 'a constant forecast needs no model: train on more history',
  })
}

function checkFinite(values: ArrayLike<number>, what: string): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue
    throw new UserError('E_QUANTISE_NOT_FINITE', `${what} is ${values[i]}`, {
      hint: 'the training diverged: lower its learning rate or look for gaps in its data',
      facts: { index: i },
    })
  }
}

function shapeFault(message: string): UserError {
  return new UserError('E_QUANTISE_SHAPE', message)
}
