import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { listModels, saveModel } from './model-store.ts'
import { byAnalyst, sampleModel } from './testing/sample-model.ts'

it('a writer that is killed leaves whole models only, and the next one goes on', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tickwise-models-'))
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
  const writer = spawn(process.execPath, [
    '--conditions=@tickwise/source',
    '--import',
    path('../nets/testing/typescript-hooks.mjs'),
    path('testing/save-in-a-loop.ts'),
    root,
  ])
  let stored = 0
  writer.stdout.on('data', (text: Buffer) => {
    stored += text.toString().split('\n').length - 1
    if (stored >= 5) writer.kill('SIGKILL')
  })
  await once(writer, 'exit')
  const { models, broken } = await listModels(root)
  expect(broken).toEqual([])
  expect(models.length).toBeGreaterThanOrEqual(5)
  await saveModel(root, sampleModel, byAnalyst)
  expect((await listModels(root)).models).toHaveLength(models.length + 1)
  const rest = (await readdir(root)).filter(
    (name) => !name.startsWith('0x') || name.endsWith('.lock'),
  )
  // At most what the killed writer was at: one partial folder and its lock.
  expect(rest.length).toBeLessThanOrEqual(2)
  await rm(root, { recursive: true })
})
