import { expect, it } from 'vitest'

it('loads TensorFlow.js when a backend is opened and not before', async () => {
  // tfjs-core keeps its engine here (tfjs-core/src/engine.ts, getOrMakeEngine).
  const isLoaded = (): boolean => '_tfengine' in globalThis
  const { openBackend } = await import('../../index.ts')
  expect(isLoaded()).toBe(false)
  await openBackend('cpu')
  expect(isLoaded()).toBe(true)
})
