import { expect, it } from 'vitest'
import { assertBackend } from './backend.ts'
import { openBackend } from './open-backend.ts'

it('refuses a backend that does not start, and does not believe the name that TensorFlow.js gives', async () => {
  const wasm = await openBackend('wasm')
  const { tf } = await openBackend('cpu')
  tf.removeBackend('wasm')
  tf.registerBackend('wasm', () => Promise.reject(new Error('no threads')), 0)
  await expect(openBackend('wasm')).rejects.toMatchObject({
    code: 'E_BACKEND',
    message: 'the backend wasm does not start',
  })
  expect(tf.getBackend()).toBe('wasm')
  expect(() => assertBackend(wasm)).toThrow('fell back from wasm to cpu')
})
