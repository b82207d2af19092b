import { UserError } from '@tickwise/amm'
import { accumulatorBounds, featureRange, hiddenRange } from './bounds.ts'
import type { FloatLayer } from './float-model.ts'
import type { QuantisedLayer } from './model-file.ts'

/** A layer in integers, and what its output 1.0 has become. */
export interface ScaledLayer {
  readonly layer: QuantisedLayer
  /** Integer output per unit of the float layer's output. */
  readonly outputScale: number
}

/** What the integers of a layer are to mean. */
export interface LayerScaling {
  /** Integer per unit of the layer's inputs. */
  readonly inputScale: number
  /** The most integer per unit of the layer's outputs that does not saturate. */
  readonly mostOutputScale: number
  /** Its place among the layers, for errors and the range of its inputs. */
  readonly index: number
}

/** Means over the rows of a calibration, which biases are set by. */
export interface LayerMeans {
  /** Of the integers that the layer is given. */
  readonly inputs: Float64Array
  /** Of the sums, bias included, that the float layer makes before max(0, ·), less what is taken off. */
  readonly sums: Float64Array
}

const largestWeight = 127
const largestShift = 31

/**
 * Rounds a layer to int8 weights as large as they can be, with the least shift that keeps its outputs within
 * int16. Biases make the mean of each accumulator what it is in float64, whatever rounding did to inputs and
 * weights, and add half of what the shift cuts off, so that it rounds to nearest.
 *
 * @throws UserError `E_QUANTISE_OVERFLOW` with the bound for a bias or an accumulator beyond int32
 */
export function quantiseLayer(
  { weights, biases }: FloatLayer,
  { inputScale, mostOutputScale, index }: LayerScaling,
  means: LayerMeans,
): ScaledLayer {
  const outputs = biases.length
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
  // Of the accumulator: integer per unit of output.
  const scale = largest === 0 ? mostOutputScale : (largestWeight * inputScale) / largest
  let shift = 0
  while (shift < largestShift && scale / 2 ** shift > mostOutputScale) shift++
  const integers = Int8Array.from(weights, (weight) => Math.round((weight * scale) / inputScale))
  const rounding = shift === 0 ? 0 : 2 ** (shift - 1)
  const layer = { weights: integers, biases: new Int32Array(outputs), shift }
  for (let output = 0; output < outputs; output++) {
    const mean = meanOfProducts(integers, means.inputs, output)
    const bias = Math.round((means.sums[output] as number) * scale - mean) + rounding
    layer.biases[output] = bias
    checkOverflow(layer, index, output, bias)
  }
  return { layer, outputScale: scale / 2 ** shift }
}

function meanOfProducts(weights: Int8Array, inputs: Float64Array, output: number): number {
  const start = output * inputs.length
  return inputs.reduce((sum, input, i) => sum + input * (weights[start + i] as number), 0)
}

function checkOverflow(layer: QuantisedLayer, index: number, output: number, bias: number): void {
  const { lowest, highest } = accumulatorBounds(
    layer,
    output,
    index === 0 ? featureRange : hiddenRange,
  )
  // What int32 made of the bias is taken out again.
  const wrapped = bias - (layer.biases[output] as number)
  const bounds = { lowest: lowest + wrapped, highest: highest + wrapped }
  if (-(2 ** 31) <= bounds.lowest && bounds.highest < 2 ** 31) return
  throw new UserError(
    'E_QUANTISE_OVERFLOW',
    `the accumulator of output ${output} of layer ${index} would reach from ${bounds.lowest} to ${bounds.highest}, beyond int32`,
    {
      hint: 'its bias is huge beside its weights, which int8 cannot express: train with weight decay or without that output',
      facts: { layer: index, output, ...bounds },
    },
  )
}
