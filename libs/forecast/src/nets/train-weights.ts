import { CancelledError, UserError } from '@tickwise/amm'
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import { assertBackend } from './backend/backend.ts'
import type { NetBackend, TensorFlow } from './backend/backend.ts'
import { shuffle } from './initial-weights.ts'
import type { InitialWeights } from './initial-weights.ts'
import { batchOf } from './samples.ts'
import type { Batch, Samples } from './samples.ts'

/** What training computes, in tensors. */
export interface TrainableNet {
  readonly initial: readonly InitialWeights[]
  /** From one tensor a step, samples × features, the oldest first, to outputs of shape samples × 1. */
  forward(tf: TensorFlow, weights: readonly Tensor[], inputs: readonly Tensor2D[]): Tensor2D
}

/** How long and how fast a net learns. */
export interface TrainingSettings {
  /** Passes over the training rows, at most. */
  readonly epochs: number
  /** Passes without a lower validation loss before training stops. */
  readonly patience: number
  /** Rows a step. */
  readonly batchSize: number
  /** Of Adam (Kingma & Ba, ICLR 2015, with β₁ = 0.9, β₂ = 0.999). */
  readonly learningRate: number
  /** Stops between two passes with a CancelledError. */
  readonly signal?: AbortSignal
  /** Called after every pass. */
  readonly onPass?: (progress: TrainingProgress) => void
}

/** Where training stands. */
export interface TrainingProgress {
  readonly pass: number
  readonly passes: number
  /** Mean squared errors of standardised targets. */
  readonly trainingLoss: number
  /** Absent without validation rows. */
  readonly validationLoss?: number
}

/** How training went. */
export interface TrainingLog {
  readonly passes: number
  /** The pass whose weights were kept; 0 is before training. */
  readonly bestPass: number
  /** One a pass. */
  readonly trainingLosses: readonly number[]
  /** Before training and after each pass; empty without validation rows. */
  readonly validationLosses: readonly number[]
}

/** Trained weights in the order and shapes of `initial`. */
export interface TrainedWeights {
  readonly weights: readonly Float32Array[]
  readonly log: TrainingLog
}

const VALIDATION_BATCH = 1024
const ADAM_EPSILON = 1e-7

/**
 * Minimises the mean squared error by Adam and gives the weights of the pass with the lowest validation loss,
 * the initial ones among them; without validation rows those of the last pass. The order of rows comes from
 * `random`, all tensors are freed, and the backend is asserted before every pass.
 *
 * @throws UserError E_BACKEND, E_TRAINING_DIVERGED when a loss is not a number
 * @throws CancelledError when the signal says so
 */
export async function trainWeights(
  backend: NetBackend,
  net: TrainableNet,
  training: Samples,
  validation: Samples,
  settings: TrainingSettings,
  random: () => number,
): Promise<TrainedWeights> {
  assertBackend(backend)
  const { tf } = backend
  const variables = net.initial.map(({ shape, values }) =>
    tf.tidy(() => tf.variable(tf.tensor(values, [...shape]))),
  )
  const optimizer = tf.train.adam(settings.learningRate, 0.9, 0.999, ADAM_EPSILON)
  const snapshot = (): Float32Array[] =>
    variables.map((variable) => Float32Array.from(variable.dataSync()))
  const run = { tf, net, variables }
  const order = Int32Array.from(training.rows.keys())
  const isValidated = validation.rows.length > 0
  const trainingLosses: number[] = []
  const validationLosses = isValidated ? [lossOver(run, validation)] : []
  let best = { pass: 0, loss: validationLosses[0] ?? Infinity, weights: snapshot() }
  try {
    for (let pass = 1; pass <= settings.epochs; pass++) {
      await tf.nextFrame()
      if (settings.signal?.aborted === true)
        throw new CancelledError('E_CANCELLED', 'training was stopped', {
          hint: 'finished folds are kept where a store was given: run it again to go on',
        })
      assertBackend(backend)
      shuffle(order, random)
      const trainingLoss = onePass(run, training, order, settings.batchSize, optimizer)
      const validationLoss = isValidated ? lossOver(run, validation) : undefined
      trainingLosses.push(assertFinite(trainingLoss, pass))
      if (validationLoss !== undefined) validationLosses.push(assertFinite(validationLoss, pass))
      settings.onPass?.({
        pass,
        passes: settings.epochs,
        trainingLoss,
        ...(validationLoss === undefined ? {} : { validationLoss }),
      })
      const loss = validationLoss ?? -Infinity
      if (!isValidated || loss < best.loss) best = { pass, loss, weights: snapshot() }
      else if (pass - best.pass >= settings.patience) break
    }
  } finally {
    optimizer.dispose()
    tf.dispose(variables)
  }
  const log = {
    passes: trainingLosses.length,
    bestPass: best.pass,
    trainingLosses,
    validationLosses,
  }
  return { weights: best.weights, log }
}

interface Run {
  readonly tf: TensorFlow
  readonly net: TrainableNet
  readonly variables: Variable[]
}

function onePass(
  run: Run,
  samples: Samples,
  order: Int32Array,
  batchSize: number,
  optimizer: ReturnType<TensorFlow['train']['adam']>,
): number {
  let sum = 0
  for (let from = 0; from < order.length; from += batchSize) {
    const batch = batchOf(samples, order, from, from + batchSize)
    const cost = optimizer.minimize(() => lossOf(run, batch), true, run.variables)
    sum += (cost?.dataSync()[0] ?? Number.NaN) * batch.size
    cost?.dispose()
  }
  return sum / order.length
}

function lossOver(run: Run, samples: Samples): number {
  const order = Int32Array.from(samples.rows.keys())
  let sum = 0
  for (let from = 0; from < order.length; from += VALIDATION_BATCH) {
    const batch = batchOf(samples, order, from, from + VALIDATION_BATCH)
    const loss = run.tf.tidy(() => lossOf(run, batch).dataSync()[0] ?? Number.NaN)
    sum += loss * batch.size
  }
  return sum / order.length
}

/** Mean squared error of a batch. */
function lossOf({ tf, net, variables }: Run, batch: Batch): Scalar {
  const inputs = batch.inputs.map((lines) =>
    tf.tensor2d(lines, [batch.size, lines.length / batch.size]),
  )
  const targets = tf.tensor2d(batch.targets, [batch.size, 1])
  const outputs = net.forward(tf, variables, inputs)
  return tf.mean(tf.squaredDifference(outputs, targets))
}

function assertFinite(loss: number, pass: number): number {
  if (Number.isFinite(loss)) return loss
  throw new UserError('E_TRAINING_DIVERGED', `the loss is ${loss} after pass ${pass}`, {
    hint: 'use a lower learning rate',
    facts: { pass },
  })
}
