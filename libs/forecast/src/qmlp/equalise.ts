import type { FloatLayer } from './float-model.ts'

/** Layers whose rows and columns use int8 alike, and what the inputs are multiplied by for it. */
export interface EqualisedLayers {
  readonly layers: readonly FloatLayer[]
  /** Input i of these layers is its standardised feature times this. */
  readonly inputFactors: Float64Array
}

/** Scales settle after a few; more change nothing that int8 would show. */
const sweeps = 20

/**
 * The same function with other scales inside. A layer has one scale for all its int8 weights, so a weight
 * is only as fine as the largest beside it. max(0, ·) commutes with positive factors: what an output is
 * multiplied by, the next layer's column is divided by, so that the largest weight of each row comes near
 * that of the column it feeds. An input has 15 bits to spare and takes all of its column's scale: the
 * weights of a linear model all become ±1.
 *
 * Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction",
 * arXiv 1906.04721, section 4.1; here the inputs are scaled too.
 */
export function equalise(original: readonly FloatLayer[], inputs: number): EqualisedLayers {
  const layers = original.map(({ weights, biases }) => ({
    weights: weights.slice(),
    biases: biases.slice(),
  }))
  const inputFactors = new Float64Array(inputs).fill(1)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let l = layers.length - 1; l > 0; l--)
      balance(layers[l - 1] as FloatLayer, layers[l] as FloatLayer)
    const [first] = layers
    if (first !== undefined) normaliseColumns(first, inputFactors)
  }
  return { layers, inputFactors }
}

function balance(layer: FloatLayer, next: FloatLayer): void {
  const outputs = layer.biases.length
  const inputs = layer.weights.length / outputs
  for (let j = 0; j < outputs; j++) {
    const row = largest(layer.weights, j * inputs, 1, inputs)
    const column = largest(next.weights, j, outputs, next.biases.length)
    if (row === 0 || column === 0) continue
    const factor = Math.sqrt(column / row)
    scale(layer.weights, j * inputs, 1, inputs, factor)
    layer.biases[j] = (layer.biases[j] as number) * factor
    scale(next.weights, j, outputs, next.biases.length, 1 / factor)
  }
}

function normaliseColumns({ weights, biases }: FloatLayer, factors: Float64Array): void {
  for (let i = 0; i < factors.length; i++) {
    const column = largest(weights, i, factors.length, biases.length)
    if (column === 0) continue
    factors[i] = (factors[i] as number) * column
    scale(weights, i, factors.length, biases.length, 1 / column)
  }
}

function largest(values: Float64Array, from: number, step: number, count: number): number {
  let result = 0
  for (let k = 0; k < count; k++) {
    result = Math.max(result, Math.abs(values[from + k * step] as number))
  }
  return result
}

function scale(
  values: Float64Array,
  from: number,
  step: number,
  count: number,
  factor: number,
): void {
  for (let k = 0; k < count; k++) {
    const at = from + k * step
    values[at] = (values[at] as number) * factor
  }
}
