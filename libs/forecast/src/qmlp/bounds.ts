import { UserError } from '@tickwise/amm'
import type { ModelFile, QuantisedLayer } from './model-file.ts'

/** The least and the greatest value that an accumulator can take. */
export interface AccumulatorBounds {
  readonly lowest: number
  readonly highest: number
}

/** What the inputs of a layer can be: int16 of features, or what a hidden layer gives. */
export interface InputRange {
  readonly lowest: number
  readonly highest: number
}

/** Of standardised features. */
export const featureRange: InputRange = { lowest: -32_768, highest: 32_767 }
/** Of a hidden layer's outputs. */
export const hiddenRange: InputRange = { lowest: 0, highest: 32_767 }

/**
 * The bounds of one output's accumulator over all inputs of a range, by interval arithmetic: each weight
 * meets the input that is worst for it. For the first layer they are reached; in later ones the inputs
 * depend on each other, and the bounds are on the safe side.
 *
 * @example
 * accumulatorBounds({ weights: Int8Array.of(2, -1), biases: Int32Array.of(5), shift: 0 }, 0, hiddenRange)
 * // { lowest: -32762, highest: 65539 }
 */
export function accumulatorBounds(
  layer: QuantisedLayer,
  output: number,
  range: InputRange,
): AccumulatorBounds {
  const inputs = layer.weights.length / layer.biases.length
  let lowest = layer.biases[output] ?? 0
  let highest = lowest
  for (let k = output * inputs; k < (output + 1) * inputs; k++) {
    const weight = layer.weights[k] as number
    lowest += weight * (weight < 0 ? range.highest : range.lowest)
    highest += weight * (weight < 0 ? range.lowest : range.highest)
  }
  return { lowest, highest }
}

/**
 * Refuses a model that has an input whose accumulator may not fit int32.
 *
 * @throws UserError `E_MODEL_OVERFLOW` with layer, output and bounds
 */
export function checkAccumulators({ layers }: Pick<ModelFile, 'layers'>): void {
  for (const [i, layer] of layers.entries()) {
    const range = i === 0 ? featureRange : hiddenRange
    for (let output = 0; output < layer.biases.length; output++) {
      const { lowest, highest } = accumulatorBounds(layer, output, range)
      if (-(2 ** 31) <= lowest && highest < 2 ** 31) continue
      throw new UserError(
        'E_MODEL_OVERFLOW',
        `output ${output} of layer ${i} can reach ${highest < 2 ** 31 ? lowest : highest}, which int32 cannot hold`,
        {
          hint: 'its bias is too large beside the weights: quantise the model again',
          facts: { layer: i, output, lowest, highest },
        },
      )
    }
  }
}
