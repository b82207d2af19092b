import type { DenseLayer } from './dense-form.ts'

/** intercept + Σ coefficient · input. */
export interface LinearBranch {
  readonly intercept: number
  /** One per input. */
  readonly coefficients: Float64Array
}

/**
 * The layers of a net that computes `branch(x) + layers(x)`. A rectifier lets nothing negative pass, so each
 * hidden layer gets two more units, +branch and −branch, of which one is zero: their difference is the branch,
 * exactly.
 */
export function withLinearBranch(
  layers: readonly DenseLayer[],
  branch: LinearBranch,
): readonly DenseLayer[] {
  return layers.map((layer, i) => {
    const isFirst = i === 0
    const isLast = i === layers.length - 1
    if (isFirst && isLast) return sumOf(layer, branch)
    const carried = isFirst ? branchRows(branch) : passRows(layer.inputs)
    return isLast ? lastLayer(layer) : stacked(layer, carried, isFirst)
  })
}

interface Rows {
  readonly weights: readonly Float64Array[]
  readonly biases: readonly number[]
}

function branchRows({ intercept, coefficients }: LinearBranch): Rows {
  return {
    weights: [coefficients, coefficients.map((coefficient) => -coefficient)],
    biases: [intercept, -intercept],
  }
}

/** Rows that pass the two last inputs on. */
function passRows(inputs: number): Rows {
  const unit = (position: number): Float64Array => {
    const row = new Float64Array(inputs + 2)
    row[position] = 1
    return row
  }
  return { weights: [unit(inputs), unit(inputs + 1)], biases: [0, 0] }
}

function stacked(layer: DenseLayer, carried: Rows, isFirst: boolean): DenseLayer {
  const inputs = layer.inputs + (isFirst ? 0 : 2)
  const rows = [...rowsOf(layer, isFirst ? [] : [0, 0]), ...carried.weights]
  return {
    inputs,
    outputs: layer.outputs + 2,
    weights: Float64Array.from(rows.flatMap((row) => [...row])),
    biases: Float64Array.of(...layer.biases, ...carried.biases),
  }
}

function lastLayer(layer: DenseLayer): DenseLayer {
  const weights = Float64Array.from(rowsOf(layer, [1, -1]).flat())
  return { ...layer, inputs: layer.inputs + 2, weights }
}

function sumOf(layer: DenseLayer, { intercept, coefficients }: LinearBranch): DenseLayer {
  return {
    ...layer,
    weights: layer.weights.map((weight, i) => weight + (coefficients[i] ?? 0)),
    biases: layer.biases.map((bias) => bias + intercept),
  }
}

function rowsOf({ inputs, outputs, weights }: DenseLayer, tail: readonly number[]): number[][] {
  return Array.from({ length: outputs }, (_, row) => [
    ...weights.subarray(row * inputs, (row + 1) * inputs),
    ...tail,
  ])
}
