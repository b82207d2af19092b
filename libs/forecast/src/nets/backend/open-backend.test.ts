import { describe, expect, it } from 'vitest'
import { gru } from '../gru.ts'
import { longMemorySeries, windowOver } from '../testing/synthetic-series.ts'
import { assertBackend, backendRecord } from './backend.ts'
import { openBackend } from './open-backend.ts'
import type { BackendPreference } from './open-backend.ts'

const missing = Object.assign(new Error("Cannot find module '@tensorflow/tfjs-node'"), {
  code: 'MODULE_NOT_FOUND',
})
const node20 = { nodeVersion: '20.20.2', importNative: () => Promise.reject(missing) }

describe('opening a backend', () => {
  it('takes WebAssembly where the native library is not installed, and says so', async () => {
    const backend = await openBackend('auto', node20)
    expect(backend.tf.getBackend()).toBe('wasm')
    expect(backendRecord(backend)).toEqual({
      name: 'wasm',
      version: '4.22.0',
      tried: [{ name: 'node', reason: '@tensorflow/tfjs-node is not installed' }],
    })
  })

  it('does not import the native library on a Node that it fails on', async () => {
    const importNative = () => Promise.reject(new Error('must not be imported'))
    const { tried } = await openBackend('auto', { nodeVersion: '24.1.0', importNative })
    expect(tried).toEqual([
      { name: 'node', reason: '@tensorflow/tfjs-node does not run on Node 24.1.0' },
    ])
  })

  it('says why the native library does not load', async () => {
    const broken = () => Promise.reject(new Error('libtensorflow.so.2: cannot open\nat …'))
    const { tried } = await openBackend('auto', { ...node20, importNative: broken })
    expect(tried[0]?.reason).toBe(
      '@tensorflow/tfjs-node does not load: libtensorflow.so.2: cannot open',
    )
  })

  it('notices a native library that registered with another copy of TensorFlow.js', async () => {
    const elsewhere = { ...node20, importNative: () => Promise.resolve({}) }
    const { name, tried } = await openBackend('auto', elsewhere)
    expect(name).toBe('wasm')
    expect(tried[0]?.reason).toContain('another copy')
  })

  it('refuses a backend asked for by name that cannot be had, and a name it does not know', async () => {
    await expect(openBackend('node', node20)).rejects.toMatchObject({
      code: 'E_BACKEND',
      facts: { reason: '@tensorflow/tfjs-node is not installed' },
    })
    await expect(openBackend('webgpu' as BackendPreference)).rejects.toMatchObject({
      code: 'E_BACKEND',
    })
  })

  it('takes plain JavaScript when asked for by name, and trains nothing on a backend that was replaced', async () => {
    const wasm = await openBackend('wasm')
    const cpu = await openBackend('cpu')
    assertBackend(cpu)
    expect(() => assertBackend(wasm)).toThrow('fell back from wasm to cpu')
    const learner = gru(wasm, { minimumRows: 10, steps: 4 })
    await expect(learner.fit(windowOver(longMemorySeries(300, 1)))).rejects.toMatchObject({
      code: 'E_BACKEND',
      facts: { wanted: 'wasm', inForce: 'cpu' },
    })
  })
})
