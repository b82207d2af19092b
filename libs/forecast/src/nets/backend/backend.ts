import { UserError } from '@tickwise/amm'
import type * as tensorflow from '@tensorflow/tfjs-core'

/** The part of TensorFlow.js that the nets use, as a type: the library itself is imported when first needed. */
export type TensorFlow = typeof tensorflow

/**
 * Which implementation of TensorFlow.js does the arithmetic of training: the native library
 * (`@tensorflow/tfjs-node`), WebAssembly, or plain JavaScript.
 */
export const backendNames = ['node', 'wasm', 'cpu'] as const

/** One of {@link backendNames}. */
export type BackendName = (typeof backendNames)[number]

/** A backend that was tried and is not in use. */
export interface BackendAttempt {
  readonly name: BackendName
  /** One sentence, for a person. */
  readonly reason: string
}

/** What a model card says of the backend. */
export interface BackendRecord {
  readonly name: BackendName
  /** Of the package that brings it. */
  readonly version: string
  /** What was tried before, in order, and why it is not used. */
  readonly tried: readonly BackendAttempt[]
}

/** A backend that was asserted to be in force when it was opened. */
export interface NetBackend extends BackendRecord {
  /** What TensorFlow.js calls it. */
  readonly engine: string
  readonly tf: TensorFlow
}

/** What TensorFlow.js calls each backend. */
export const engineOf: Readonly<Record<BackendName, string>> = {
  node: 'tensorflow',
  wasm: 'wasm',
  cpu: 'cpu',
}

/**
 * Makes sure that the arithmetic still runs where the model card will say it did: TensorFlow.js replaces a
 * backend that fails to start by another one without an error, and weights differ between backends.
 *
 * @throws UserError E_BACKEND when another backend is in force
 *
 * @example
 * assertBackend(await openBackend('wasm'))
 */
export function assertBackend(backend: Pick<NetBackend, 'tf' | 'engine' | 'name'>): void {
  const inForce = backendInForce(backend.tf)
  if (inForce === backend.engine) return
  throw new UserError('E_BACKEND', `TensorFlow.js fell back from ${backend.name} to ${inForce}`, {
    hint: 'open the backend again, or ask for another one by name',
    facts: { wanted: backend.engine, inForce },
  })
}

/**
 * `getBackend` alone names the last backend asked for, also when it did not start; the getter of the instance
 * puts another one in force, as the first operation would.
 */
function backendInForce(tf: TensorFlow): string {
  try {
    tf.backend()
  } catch {
    return 'none'
  }
  return tf.getBackend()
}

/** The part of a backend that belongs in a model card. */
export function backendRecord({ name, version, tried }: NetBackend): BackendRecord {
  return { name, version, tried }
}
