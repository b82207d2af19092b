import type { Target } from '../models/model.ts'
import type { Feature } from '../oracle/feature-spec.ts'

/** A dense layer in float64: Σ weight · input + bias. */
export interface DenseLayer {
  readonly inputs: number
  readonly outputs: number
  /** Row by row, one row per output. */
  readonly weights: Float64Array
  /** One per output. */
  readonly biases: Float64Array
}

/**
 * A feed-forward net as the quantiser takes it: each raw feature standardised to (raw − mean) / scale, dense
 * layers with a rectifier after each but the last, which has one output y, and the forecast
 * outputMean + outputScale · y in the unit of {@link FittedModel.predict}. No hidden layer: a linear model.
 */
export interface DenseForm {
  readonly target: Target
  readonly features: readonly Feature[]
  readonly inputMeans: Float64Array
  readonly inputScales: Float64Array
  readonly layers: readonly DenseLayer[]
  readonly outputMean: number
  readonly outputScale: number
}

/** Multiply-adds of one forecast. */
export function multiplyAddsOf({ layers }: DenseForm): number {
  return layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0)
}

/**
 * The forecast of a net from the raw features in `values` from `offset` on. Float64 in a fixed order: one
 * result on every machine and no backend needed.
 *
 * @example
 * forwardDense(model.denseForm, Float64Array.of(655360, 650000, 640000), 0) // log2 of ticks²
 */
export function forwardDense(form: DenseForm, values: Float64Array, offset: number): number {
  const { inputMeans, inputScales, layers } = form
  let activations: Float64Array = inputMeans.map(
    (mean, i) => ((values[offset + i] ?? Number.NaN) - mean) / (inputScales[i] ?? 1),
  )
  layers.forEach((layer, i) => {
    activations = applyLayer(layer, activations, i < layers.length - 1)
  })
  return form.outputMean + form.outputScale * (activations[0] ?? Number.NaN)
}

function applyLayer(layer: DenseLayer, inputs: Float64Array, isRectified: boolean): Float64Array {
  const outputs = Float64Array.from(layer.biases)
  for (let row = 0; row < layer.outputs; row++) {
    let sum = outputs[row] ?? 0
    const begin = row * layer.inputs
    for (let i = 0; i < layer.inputs; i++) sum += (layer.weights[begin + i] ?? 0) * (inputs[i] ?? 0)
    outputs[row] = isRectified && sum < 0 ? 0 : sum
  }
  return outputs
}
