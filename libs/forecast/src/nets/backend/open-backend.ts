import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { UserError } from '@tickwise/amm'
import { assertBackend, backendNames, engineOf } from './backend.ts'
import type { BackendAttempt, BackendName, NetBackend, TensorFlow } from './backend.ts'

/** `auto`: the native library where it loads, else WebAssembly. A name: that one or an error. */
export type BackendPreference = 'auto' | BackendName

/** What {@link openBackend} asks of its surroundings; tests replace it. */
export interface BackendSurroundings {
  /** Of Node, as in `process.versions.node`. */
  readonly nodeVersion: string
  /** Imports `@tensorflow/tfjs-node`, which registers its backend. */
  readonly importNative: () => Promise<unknown>
}

/**
 * `util.isNullOrUndefined`, which tfjs-node 4.22.0 calls, was removed in Node 23 and no later version of
 * tfjs-node was released (tensorflow/tfjs#8609, #8425).
 */
const FIRST_NODE_WITHOUT_NATIVE = 23

const nativePackage = '@tensorflow/tfjs-node'

const requireHere = createRequire(import.meta.url)

const here: BackendSurroundings = {
  nodeVersion: process.versions.node,
  importNative: () => Promise.resolve(requireHere(nativePackage)),
}

/**
 * Loads TensorFlow.js and puts a backend in force for the whole process: `@tensorflow/tfjs-node` where it is
 * installed and Node is one that it supports, else WebAssembly; plain JavaScript only when asked for by
 * name, because it is several times slower. The result says what was tried and why it is not used.
 *
 * @throws UserError E_BACKEND when a backend asked for by name cannot be had, an unknown name, or when
 * TensorFlow.js answers with another backend than the one asked for
 *
 * @example
 * const backend = await openBackend('auto')
 * backend.name // 'wasm'
 * backend.tried // [{ name: 'node', reason: '@tensorflow/tfjs-node is not installed' }]
 */
export async function openBackend(
  preference: BackendPreference = 'auto',
  surroundings: BackendSurroundings = here,
): Promise<NetBackend> {
  if (preference !== 'auto' && !backendNames.includes(preference))
    throw new UserError('E_BACKEND', `there is no backend ${String(preference)}`, {
      hint: `use auto, ${backendNames.join(', ')}`,
    })
  const tf = await loadTensorFlow()
  const tried: BackendAttempt[] = []
  if (preference === 'auto' || preference === 'node') {
    const reason = await loadNative(tf, surroundings)
    if (reason === undefined) return inForce(tf, 'node', tf.version_core, tried)
    if (preference === 'node')
      throw new UserError('E_BACKEND', `the native backend cannot be used: ${reason}`, {
        hint: 'ask for auto or wasm',
        facts: { backend: 'node', reason },
      })
    tried.push({ name: 'node', reason })
  }
  const name = preference === 'cpu' ? 'cpu' : 'wasm'
  const version = await (name === 'cpu' ? loadPlain() : loadWasm())
  return inForce(tf, name, version, tried)
}

async function loadTensorFlow(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core')
  // tfjs's own switch for its banners ("Hi, looks like you are running TensorFlow.js in Node.js …").
  tf.enableProdMode()
  // The node build of tfjs-core has no gradients; tfjs-layers registers them.
  await import('@tensorflow/tfjs-layers')
  return tf
}

async function loadWasm(): Promise<string> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm')
  const entry = requireHere.resolve('@tensorflow/tfjs-backend-wasm')
  wasm.setWasmPaths(dirname(entry) + sep)
  return wasm.version_wasm
}

async function loadPlain(): Promise<string> {
  const plain = await import('@tensorflow/tfjs-backend-cpu')
  return plain.version_cpu
}

/** Why the native backend cannot be used; undefined once it is registered. */
async function loadNative(
  tf: TensorFlow,
  { nodeVersion, importNative }: BackendSurroundings,
): Promise<string | undefined> {
  if (Number.parseInt(nodeVersion, 10) >= FIRST_NODE_WITHOUT_NATIVE)
    return `${nativePackage} does not run on Node ${nodeVersion}`
  try {
    await importNative()
  } catch (error) {
    return reasonOf(error)
  }
  // It may bring a copy of tfjs-core of its own, and is registered there instead of here.
  return tf.findBackendFactory(engineOf.node) === null
    ? `${nativePackage} belongs to another copy of TensorFlow.js`
    : undefined
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  if (code === 'MODULE_NOT_FOUND' && message.includes(nativePackage))
    return `${nativePackage} is not installed`
  return `${nativePackage} does not load: ${message}`
}

async function inForce(
  tf: TensorFlow,
  name: BackendName,
  version: string,
  tried: readonly BackendAttempt[],
): Promise<NetBackend> {
  const backend = { name, version, tried, engine: engineOf[name], tf }
  if (!(await tf.setBackend(backend.engine)))
    throw new UserError('E_BACKEND', `the backend ${name} does not start`, {
      hint: 'ask for another backend by name; threads of WebAssembly must not be forced on',
      facts: { backend: name },
    })
  assertBackend(backend)
  return backend
}
