import { checkInputs, forecastOf } from './infer.ts'
import type { ModelFile, QuantisedLayer } from './model-file.ts'

/** A model laid out for speed. Not to be run twice at a time: it works in buffers of its own. */
export interface PreparedModel {
  /** As `infer` of the same model, bit for bit. */
  infer(inputs: Int16Array): number
}

/**
 * A layer with the weights of two outputs in one float64: the second's times 2^27. A product with an int16
 * then holds both products, and eight of them add up exactly: the lower sum stays within 2^25 and the whole
 * within 2^53.
 */
interface PairedLayer {
  /** Multiples of 8 and of 4; what fills up is zeros. */
  readonly inputs: number
  readonly outputs: number
  /** For each four outputs and eight inputs: eight of outputs 0 and 2, then eight of outputs 1 and 3. */
  readonly weights: Float64Array
  readonly biases: Float64Array
  readonly shift: number
  readonly lowest: number
  /** What it gives, with room for what fills up the inputs of the next. */
  readonly values: Float64Array
}

const upper = 2 ** 27
const lanes = 8
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
  const layers = model.layers.map((layer, i) => pair(layer, i === model.layers.length - 1))
  const first = new Float64Array(upTo(lanes, width))
  const { output } = model
  return {
    infer(inputs) {
      checkInputs(width, inputs)
      first.set(inputs)
      let values: Float64Array = first
      for (const layer of layers) {
        runLayer(layer, values)
        values = layer.values
      }
      return forecastOf(output, values[0] as number)
    },
  }
}

function pair({ weights, biases, shift }: QuantisedLayer, last: boolean): PairedLayer {
  const width = weights.length / biases.length
  const inputs = upTo(lanes, width)
  const outputs = upTo(outputsAtOnce, biases.length)
  const paired = new Float64Array((inputs * outputs) / 2)
  for (const [k, weight] of weights.entries()) {
    const output = Math.floor(k / width)
    const input = k % width
    const block = (Math.floor(output / 4) * inputs + input - (input % lanes)) * 2
    const at = block + (output % 2) * lanes + (input % lanes)
    paired[at] = (paired[at] as number) + weight * (output % 4 < 2 ? 1 : upper)
  }
  const padded = new Float64Array(outputs)
  padded.set(biases)
  const values = new Float64Array(upTo(lanes, outputs))
  const lowest = last ? -32_768 : 0
  return { inputs, outputs, weights: paired, biases: padded, shift, lowest, values }
}

function runLayer(layer: PairedLayer, inputs: Float64Array): void {
  const { outputs, weights, biases, shift, lowest, values } = layer
  const width = layer.inputs
  let at = 0
  for (let output = 0; output < outputs; output += outputsAtOnce) {
    let a = biases[output] as number
    let b = biases[output + 1] as number
    let c = biases[output + 2] as number
    let d = biases[output + 3] as number
    for (let input = 0; input < width; input += lanes) {
      const ac = eightProducts(weights, at, inputs, input)
      const bd = eightProducts(weights, at + lanes, inputs, input)
      at += 2 * lanes
      const sumC = Math.floor(ac / upper + 0.5)
      const sumD = Math.floor(bd / upper + 0.5)
      a += ac - sumC * upper
      b += bd - sumD * upper
      c += sumC
      d += sumD
    }
    values[output] = saturate(a >> shift, lowest)
    values[output + 1] = saturate(b >> shift, lowest)
    values[output + 2] = saturate(c >> shift, lowest)
    values[output + 3] = saturate(d >> shift, lowest)
  }
}

function eightProducts(x: Float64Array, i: number, y: Float64Array, j: number): number {
  return (
    (x[i] as number) * (y[j] as number) +
    (x[i + 1] as number) * (y[j + 1] as number) +
    ((x[i + 2] as number) * (y[j + 2] as number) + (x[i + 3] as number) * (y[j + 3] as number)) +
    ((x[i + 4] as number) * (y[j + 4] as number) +
      (x[i + 5] as number) * (y[j + 5] as number) +
      ((x[i + 6] as number) * (y[j + 6] as number) + (x[i + 7] as number) * (y[j + 7] as number)))
  )
}

function saturate(value: number, lowest: number): number {
  return value > 32_767 ? 32_767 : value < lowest ? lowest : value
}

function upTo(multiple: number, count: number): number {
  return Math.ceil(count / multiple) * multiple
}
