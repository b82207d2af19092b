import type * as promises from 'node:fs/promises'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listModels, promoteModel, saveModel } from './model-store.ts'
import { byAnalyst, sampleModel } from './testing/sample-model.ts'

/** Writing operations that still succeed; the one after them is cut in half, and after it nothing happens. */
const power = vi.hoisted(() => ({ left: Infinity }))

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof promises>()
  const crash = new Error('the power is off')
  const draw = (): boolean => {
    if (power.left < 0) throw crash
    return power.left-- > 0
  }
  const powered =
    <A extends unknown[], R>(operation: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (draw()) return operation(...args)
      throw crash
    }
  const open = async (...args: Parameters<typeof real.open>): Promise<promises.FileHandle> => {
    const handle = await powered(real.open)(...args)
    const write = handle.writeFile.bind(handle)
    handle.writeFile = async (data) => {
      const bytes = Buffer.from(data as Uint8Array)
      if (draw()) return write(bytes)
      await write(bytes.subarray(0, bytes.length >> 1))
      throw crash
    }
    handle.sync = powered(handle.sync.bind(handle))
    return handle
  }
  const { rename, mkdir, rm: remove } = real
  return { ...real, open, rename: powered(rename), mkdir: powered(mkdir), rm: powered(remove) }
})

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tickwise-models-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** Runs a write that loses power after so many operations; whether it got to its end. */
async function withPower(operations: number, write: () => Promise<unknown>): Promise<boolean> {
  power.left = operations
  const ended = await write().then(
    () => true,
    () => false,
  )
  power.left = Infinity
  // What a process that died leaves is the lock of a number that no process has.
  for (const name of await readdir(root)) {
    if (!name.endsWith('.lock')) continue
    await writeFile(join(root, name), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }))
  }
  return ended
}

it('a model whose writer dies at any operation is there whole or not at all, and is stored the next time', async () => {
  let ended = false
  for (let operations = 0; !ended; operations++) {
    ended = await withPower(operations, () => saveModel(root, sampleModel, byAnalyst))
    expect((await listModels(root)).broken, `after ${operations} operations`).toEqual([])
    const { hash } = await saveModel(root, sampleModel, byAnalyst)
    expect(await readdir(root)).toEqual([hash])
    await rm(join(root, hash), { recursive: true })
    if (operations < 10) expect(ended).toBe(false)
  }
})

it('a step whose writer dies at any operation is taken or not taken', async () => {
  let ended = false
  for (let operations = 0; !ended; operations++) {
    const { hash } = await saveModel(root, sampleModel, byAnalyst)
    ended = await withPower(operations, () => promoteModel(root, hash, byAnalyst))
    const { models, broken } = await listModels(root)
    expect(broken, `after ${operations} operations`).toEqual([])
    expect(['candidate', 'shadow']).toContain(models[0]?.state)
    if (models[0]?.state === 'candidate') await promoteModel(root, hash, byAnalyst)
    expect((await listModels(root)).models[0]?.history).toHaveLength(2)
    await rm(join(root, hash), { recursive: true })
    if (operations < 4) expect(ended).toBe(false)
  }
})
