import { checkInputs, forecastOf } from './infer.ts'
import type { ModelFile, QuantisedLayer } from './model-file.ts'

/** A model laid out for speed. Not to be shared between threads: it works in buffers of its own. */
export interface PreparedModel {
  /** As `infer` of the same model, bit for bit. */
  infer(inputs: Int16Array): number
}

interface FlatLayer {
  readonly inputs: number
  /** A multiple of {@link outputsAtOnce}; the rows that fill up are zeros. */
  readonly outputs: number
  readonly weights: Int32Array
  readonly biases: Int32Array
  readonly shift: number
  readonly lowest: number
  readonly values: Int32Array
}

/** Independent sums hide the latency of a multiplication; more of them do not fit the registers. */
const outputsAtOnce = 4

/**
 * Prepares a model for many inferences.
 *
 * @throws UserError `E_MODEL_INPUTS`, from `infer`, for a wrong number of features
 * @example
 * const prepared = prepareModel(model)
 * rows.map((inputs) => prepared.infer(inputs))
 */
export function prepareModel(model: ModelFile): PreparedModel {
  const width = model.features.length
  const layers = model.layers.map((layer, i) => flatten(layer, i === model.layers.length - 1))
  const first = new Int32Array(width)
  const { output } = model
  return {
    infer(inputs) {
      checkInputs(width, inputs)
      first.set(inputs)
      let values: Int32Array = first
      for (const layer of layers) {
        runLayer(layer, values)
        values = layer.values
      }
      return forecastOf(output, values[0] as number)
    },
  }
}

function flatten({ weights, biases, shift }: QuantisedLayer, last: boolean): FlatLayer {
  const inputs = weights.length / biases.length
  const outputs = Math.ceil(biases.length / outputsAtOnce) * outputsAtOnce
  const padded = { weights: new Int32Array(outputs * inputs), biases: new Int32Array(outputs) }
  padded.weights.set(weights)
  padded.biases.set(biases)
  const lowest = last ? -32_768 : 0
  return { inputs, outputs, ...padded, shift, lowest, values: new Int32Array(outputs) }
}

/** Sums wrap modulo 2^32 on their way, and fit int32 in the end: the model was checked for that. */
function runLayer(layer: FlatLayer, inputs: Int32Array): void {
  const { outputs, weights, biases, shift, lowest, values } = layer
  const count = layer.inputs
  for (let output = 0; output < outputs; output += outputsAtOnce) {
    let a = biases[output] as number
    let b = biases[output + 1] as number
    let c = biases[output + 2] as number
    let d = biases[output + 3] as number
    const rowA = output * count
    const rowB = rowA + count
    const rowC = rowB + count
    const rowD = rowC + count
    for (let k = 0; k < count; k++) {
      const value = inputs[k] as number
      a = (a + Math.imul(weights[rowA + k] as number, value)) | 0
      b = (b + Math.imul(weights[rowB + k] as number, value)) | 0
      c = (c + Math.imul(weights[rowC + k] as number, value)) | 0
      d = (d + Math.imul(weights[rowD + k] as number, value)) | 0
    }
    values[output] = saturate(a >> shift, lowest)
    values[output + 1] = saturate(b >> shift, lowest)
    values[output + 2] = saturate(c >> shift, lowest)
    values[output + 3] = saturate(d >> shift, lowest)
  }
}

function saturate(value: number, lowest: number): number {
  return value > 32_767 ? 32_767 : value < lowest ? lowest : value
}
