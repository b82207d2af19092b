import { floatForecast, type FloatModel, type RawInputs } from './float-model.ts'
import type { ModelFile } from './model-file.ts'
import { prepareModel } from './prepare.ts'
import { standardiseRow } from './standardise-row.ts'

/** How far an integer model is from the float model it was made of, on some rows. */
export interface QuantisationLoss {
  readonly rows: number
  /** Greatest difference of the forecasts, in the integer unit of the forecast. */
  readonly maxDifference: number
  /** Root mean square difference of the forecasts, likewise. */
  readonly rmsDifference: number
  /** Standardised inputs at −32768 or 32767, of rows × features: beyond what the model can tell apart. */
  readonly saturatedInputs: number
}

/**
 * Compares the forecasts of an integer model with those of the float model.
 *
 * @param raw rows of raw features, integers, as the model's features give them
 * @example
 * quantisationLoss(float, model, rawTestRows).maxDifference / 2 ** 16 // 0.004, in log2
 */
export function quantisationLoss(
  float: FloatModel,
  model: ModelFile,
  raw: RawInputs,
): QuantisationLoss {
  const prepared = prepareModel(model)
  const inputs = new Int16Array(model.features.length)
  const rows = raw.length / inputs.length
  let maxDifference = 0
  let squares = 0
  let saturatedInputs = 0
  for (let row = 0; row < rows; row++) {
    standardiseRow(model.features, raw, row, inputs)
    for (const input of inputs) if (input === -32_768 || input === 32_767) saturatedInputs++
    const difference = prepared.infer(inputs) - floatForecast(float, raw, row)
    maxDifference = Math.max(maxDifference, Math.abs(difference))
    squares += difference * difference
  }
  return { rows, maxDifference, rmsDifference: Math.sqrt(squares / rows), saturatedInputs }
}
