import { UserError } from '@tickwise/amm'
import type { ModelFile, ModelOutput } from './model-file.ts'

/**
 * The forecast of a model, straight from the definition of the format: plain numbers, which hold every
 * intermediate exactly (accumulators fit int32, the output's product is below 2^46).
 *
 * @param inputs standardised features, as many as the model has
 * @returns int32 in the unit of the target, without the level offset
 * @throws UserError `E_MODEL_INPUTS`
 * @example
 * infer(model, Int16Array.of(120, -4000, 31)) // 1153434
 */
export function infer(model: ModelFile, inputs: Int16Array): number {
  checkInputs(model.features.length, inputs)
  let values: readonly number[] = [...inputs]
  for (const [i, { weights, biases, shift }] of model.layers.entries()) {
    const lowest = i === model.layers.length - 1 ? -32_768 : 0
    const row = values
    values = Array.from(biases, (bias, output) => {
      const start = output * row.length
      const sum = row.reduce((total, value, k) => total + value * (weights[start + k] ?? 0), bias)
      return clamp(Math.floor(sum / 2 ** shift), lowest, 32_767)
    })
  }
  return forecastOf(model.output, values[0] ?? 0)
}

/** The forecast that the last layer's int16 stands for: int32. */
export function forecastOf({ offset, multiplier, shift }: ModelOutput, y: number): number {
  const scaled = Math.floor((y * multiplier) / 2 ** shift)
  return clamp(offset + scaled, -(2 ** 31), 2 ** 31 - 1)
}

/**
 * Refuses a feature vector of another length than the model's.
 *
 * @throws UserError `E_MODEL_INPUTS`
 */
export function checkInputs(expected: number, inputs: Int16Array): void {
  if (inputs.length === expected) return
  throw new UserError(
    'E_MODEL_INPUTS',
    `the model takes ${expected} features and was given ${inputs.length}`,
    {
      hint: "make them by the model's own feature list",
      facts: { expected, given: inputs.length },
    },
  )
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(highest, value))
}
