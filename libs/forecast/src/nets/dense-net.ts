import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './backend/backend.ts'
import type { DenseLayer } from './dense-form.ts'
import { heUniform, zeros } from './initial-weights.ts'
import type { InitialWeights } from './initial-weights.ts'
import type { TrainableNet } from './train-weights.ts'

/**
 * Dense layers with a rectifier after each but the last. The last one starts at zero, so an untrained net
 * gives zero: the mean of its targets, or the baseline that it learns the residual of.
 */
export function denseNet(
  inputs: number,
  hiddenUnits: readonly number[],
  random: () => number,
): TrainableNet {
  const widths = [inputs, ...hiddenUnits]
  const hidden = hiddenUnits.flatMap((outputs, i): InitialWeights[] => [
    heUniform(random, outputs, widths[i] ?? 0),
    zeros(outputs),
  ])
  const initial = [...hidden, zeros(1, widths.at(-1) ?? 0), zeros(1)]
  return { initial, forward: forwardTensors }
}

function forwardTensors(
  tf: TensorFlow,
  weights: readonly Tensor[],
  inputs: readonly Tensor2D[],
): Tensor2D {
  let activations = inputs.at(-1) as Tensor2D
  for (let i = 0; i < weights.length; i += 2) {
    const sums = tf.add<Tensor2D>(
      tf.matMul(activations, weights[i] as Tensor2D, false, true),
      weights[i + 1] as Tensor1D,
    )
    activations = i + 2 < weights.length ? tf.relu(sums) : sums
  }
  return activations
}

/** The layers of trained weights, in float64. */
export function denseLayers(
  { initial }: TrainableNet,
  weights: readonly Float32Array[],
): readonly DenseLayer[] {
  const layers: DenseLayer[] = []
  for (let i = 0; i < weights.length; i += 2) {
    const [outputs = 0, inputs = 0] = initial[i]?.shape ?? []
    layers.push({
      inputs,
      outputs,
      weights: Float64Array.from(weights[i] ?? []),
      biases: Float64Array.from(weights[i + 1] ?? []),
    })
  }
  return layers
}
