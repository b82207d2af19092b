import type { Target } from '../models/model.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { DenseLayer } from './dense-form.ts'

/** One gate of a gated recurrent unit. */
export interface GruGate {
  /** units × features, row by row. */
  readonly input: Float64Array
  /** units × units, row by row. */
  readonly recurrent: Float64Array
  readonly biases: Float64Array
}

/**
 * A gated recurrent unit over the features of the last `steps` epochs, oldest first, and a linear head:
 *
 * z = σ(Wz x + Uz h + bz), r = σ(Wr x + Ur h + br), c = tanh(Wc x + r ⊙ (Uc h) + bc), h ← c + z ⊙ (h − c)
 *
 * Source: Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder", EMNLP 2014, with the reset
 * gate after the recurrent product as in Chung et al. 2014's implementation by cuDNN.
 */
export interface GruForm {
  readonly target: Target
  readonly features: readonly Feature[]
  readonly steps: number
  readonly units: number
  readonly inputMeans: Float64Array
  readonly inputScales: Float64Array
  readonly update: GruGate
  readonly reset: GruGate
  readonly candidate: GruGate
  readonly head: DenseLayer
  readonly outputMean: number
  readonly outputScale: number
}

/**
 * The forecast of a recurrent net from `steps` lines of raw features in `values`, the first at `offset`.
 * Float64 in a fixed order; exp and tanh are those of the JavaScript engine.
 */
export function forwardGru(form: GruForm, values: Float64Array, offset: number): number {
  const { features, units, steps, inputMeans, inputScales, head } = form
  const width = features.length
  const inputs = new Float64Array(width)
  let hidden = new Float64Array(units)
  let next = new Float64Array(units)
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < width; i++) {
      const raw = values[offset + step * width + i] ?? Number.NaN
      inputs[i] = (raw - (inputMeans[i] ?? 0)) / (inputScales[i] ?? 1)
    }
    advance(form, inputs, hidden, next)
    ;[hidden, next] = [next, hidden]
  }
  return form.outputMean + form.outputScale * ((head.biases[0] ?? 0) + dot(head.weights, 0, hidden))
}

function advance(
  { update, reset, candidate, units }: GruForm,
  inputs: Float64Array,
  hidden: Float64Array,
  next: Float64Array,
): void {
  for (let unit = 0; unit < units; unit++) {
    const z = sigmoid(gateSum(update, unit, inputs) + dot(update.recurrent, unit, hidden))
    const r = sigmoid(gateSum(reset, unit, inputs) + dot(reset.recurrent, unit, hidden))
    const recurrent = r * dot(candidate.recurrent, unit, hidden)
    const c = Math.tanh(gateSum(candidate, unit, inputs) + recurrent)
    next[unit] = c + z * ((hidden[unit] ?? 0) - c)
  }
}

function gateSum(gate: GruGate, unit: number, inputs: Float64Array): number {
  return dot(gate.input, unit, inputs) + (gate.biases[unit] ?? 0)
}

/** A row of a matrix times a vector. */
function dot(matrix: Float64Array, row: number, vector: Float64Array): number {
  const begin = row * vector.length
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += (matrix[begin + i] ?? 0) * (vector[i] ?? 0)
  return sum
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
