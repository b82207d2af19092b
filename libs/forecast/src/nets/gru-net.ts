import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './backend/backend.ts'
import type { DenseLayer } from './dense-form.ts'
import type { GruGate } from './gru-form.ts'
import { glorotUniform, zeros } from './initial-weights.ts'
import type { TrainableNet } from './train-weights.ts'

/** Sizes of a recurrent net. */
export interface GruSize {
  readonly width: number
  readonly units: number
}

const WEIGHTS_OF_A_GATE = 3
const GATES = 3

/**
 * A gated recurrent unit with a linear head that starts at zero. Each gate has weights of its own and each
 * step a tensor of its own: slices of larger ones would save products, but WebAssembly slices slowly.
 */
export function gruNet({ width, units }: GruSize, random: () => number): TrainableNet {
  const gate = () => [
    glorotUniform(random, units, width),
    glorotUniform(random, units, units),
    zeros(units),
  ]
  return {
    initial: [...gate(), ...gate(), ...gate(), zeros(1, units), zeros(1)],
    forward: (tf, weights, inputs) => forwardTensors(tf, units, weights, inputs),
  }
}

function forwardTensors(
  tf: TensorFlow,
  units: number,
  weights: readonly Tensor[],
  inputs: readonly Tensor2D[],
): Tensor2D {
  const weight = (i: number): Tensor2D => weights[i] as Tensor2D
  let hidden: Tensor2D = tf.zeros<Rank.R2>([inputs[0]?.shape[0] ?? 0, units])
  for (const lines of inputs) {
    const fromInputs = (gate: number): Tensor2D => {
      const first = gate * WEIGHTS_OF_A_GATE
      return tf.add(tf.matMul(lines, weight(first), false, true), weight(first + 2))
    }
    const recurrent = (gate: number): Tensor2D =>
      tf.matMul(hidden, weight(gate * WEIGHTS_OF_A_GATE + 1), false, true)
    const z = tf.sigmoid(tf.add<Tensor2D>(fromInputs(0), recurrent(0)))
    const r = tf.sigmoid(tf.add<Tensor2D>(fromInputs(1), recurrent(1)))
    const c = tf.tanh(tf.add<Tensor2D>(fromInputs(2), tf.mul(r, recurrent(2))))
    hidden = tf.add<Tensor2D>(c, tf.mul(z, tf.sub<Tensor2D>(hidden, c)))
  }
  const head = GATES * WEIGHTS_OF_A_GATE
  return tf.add<Tensor2D>(tf.matMul(hidden, weight(head), false, true), weight(head + 1))
}

/** Trained weights of a recurrent net, in float64. */
export interface GruWeights {
  readonly update: GruGate
  readonly reset: GruGate
  readonly candidate: GruGate
  readonly head: DenseLayer
}

/** Names trained weights. */
export function gruWeights({ units }: GruSize, weights: readonly Float32Array[]): GruWeights {
  const doubles = (i: number): Float64Array => Float64Array.from(weights[i] ?? [])
  const gate = (i: number): GruGate => {
    const first = i * WEIGHTS_OF_A_GATE
    return { input: doubles(first), recurrent: doubles(first + 1), biases: doubles(first + 2) }
  }
  const head = GATES * WEIGHTS_OF_A_GATE
  return {
    update: gate(0),
    reset: gate(1),
    candidate: gate(2),
    head: { inputs: units, outputs: 1, weights: doubles(head), biases: doubles(head + 1) },
  }
}
