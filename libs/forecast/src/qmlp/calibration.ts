import type { StandardisedFeature } from '../oracle/feature-spec.ts'
import { floatInputs, type FloatLayer, type FloatModel, type RawInputs } from './float-model.ts'
import type { QuantisedLayer } from './model-file.ts'
import { standardiseRow } from './standardise-row.ts'

/** The values at one place between layers, of all rows, one row after the other: as floats and as integers. */
export interface Calibration {
  readonly rows: number
  /** Values a row. */
  readonly width: number
  readonly float: Float64Array
  readonly integer: Int16Array
}

/** What the first layer is given. */
export function calibrationInputs(
  model: Pick<FloatModel, 'inputMeans' | 'inputScales'>,
  inputFactors: Float64Array,
  features: readonly StandardisedFeature[],
  raw: RawInputs,
): Calibration {
  const width = features.length
  const rows = raw.length / width
  const float = new Float64Array(raw.length)
  const integer = new Int16Array(raw.length)
  for (let row = 0; row < rows; row++) {
    const inputs = floatInputs(model, raw, row).map((z, i) => z * (inputFactors[i] as number))
    float.set(inputs, row * width)
    standardiseRow(features, raw, row, integer.subarray(row * width, (row + 1) * width))
  }
  return { rows, width, float, integer }
}

/** The float layer's sums, bias included, of all rows. */
export function floatSums({ weights, biases }: FloatLayer, before: Calibration): Float64Array {
  const sums = new Float64Array(before.rows * biases.length)
  for (let k = 0; k < sums.length; k++) {
    const output = k % biases.length
    const start = Math.floor(k / biases.length) * before.width
    let sum = biases[output] as number
    for (let i = 0; i < before.width; i++) {
      sum += (weights[output * before.width + i] as number) * (before.float[start + i] as number)
    }
    sums[k] = sum
  }
  return sums
}

/** What the next layer is given, after a hidden one whose float sums are known. */
export function afterHidden(
  before: Calibration,
  sums: Float64Array,
  { weights, biases, shift }: QuantisedLayer,
): Calibration {
  const width = biases.length
  const integer = new Int16Array(sums.length)
  for (let k = 0; k < sums.length; k++) {
    const output = k % width
    const start = Math.floor(k / width) * before.width
    let sum = biases[output] as number
    for (let i = 0; i < before.width; i++) {
      sum += (weights[output * before.width + i] as number) * (before.integer[start + i] as number)
    }
    integer[k] = Math.max(0, Math.min(32_767, sum >> shift))
  }
  return { rows: before.rows, width, float: sums.map((sum) => Math.max(0, sum)), integer }
}

/** Means over all rows. */
export function columnMeans(values: Float64Array | Int16Array, width: number): Float64Array {
  const means = new Float64Array(width)
  for (let k = 0; k < values.length; k++) {
    means[k % width] = (means[k % width] as number) + (values[k] as number)
  }
  return means.map((sum) => (sum * width) / values.length)
}

/** The least and the greatest of some values; of none, 0. */
export function extremesOf(values: Float64Array): {
  readonly lowest: number
  readonly highest: number
} {
  let lowest = values[0] ?? 0
  let highest = lowest
  for (const value of values) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return { lowest, highest }
}
