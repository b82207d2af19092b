import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { keccak256 } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardToHtml } from './card-html.ts'
import { listModels, promoteModel, retireModel, saveModel } from './model-store.ts'
import { parametersOf, verifyModel } from './read-model.ts'
import { byAnalyst, cardContent, sampleModel, weakModel } from './testing/sample-model.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tickwise-models-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const later = { ...byAnalyst, why: 'beat HAR', when: '2026-02-01T00:00:00Z' }

describe('storing a model', () => {
  it('names it by the keccak-256 of its weights and gives it back as a candidate', async () => {
    const { hash, folder, state } = await saveModel(root, sampleModel, byAnalyst)
    const { weights } = sampleModel
    if (weights.format !== 'qmlp/1') throw new Error('a qmlp model is needed')
    expect(hash).toBe(keccak256(weights.bytes))
    expect([folder, state]).toEqual([join(root, hash), 'candidate'])
    const read = await verifyModel(folder)
    expect(new Uint8Array(read.weights)).toEqual(weights.bytes)
    expect(read.card).toEqual({
      ...cardContent,
      format: 'tickwise-model/1',
      modelHash: hash,
      weights: 'qmlp/1',
    })
    expect(await readdir(root)).toEqual([hash])
    expect(() => parametersOf(read)).toThrow('qmlp/1')
  })

  it('keeps parameters as canonical JSON', async () => {
    const { hash, folder } = await saveModel(root, weakModel, byAnalyst)
    const text = await readFile(join(folder, 'parameters.json'), 'utf8')
    expect(text).toBe('{"form":"linear","intercept":0.1}')
    expect(hash).toBe(keccak256(new TextEncoder().encode(text)))
    expect(parametersOf(await verifyModel(folder))).toEqual({ form: 'linear', intercept: 0.1 })
  })

  it('is there already the second time, with its first history, and never overwritten', async () => {
    const first = await saveModel(root, sampleModel, byAnalyst)
    await promoteModel(root, first.hash, later)
    const again = await saveModel(root, sampleModel, later)
    expect(again.state).toBe('shadow')
    expect(again.history[0]?.why).toBe(byAnalyst.why)
    const other = { ...sampleModel, card: { ...cardContent, command: 'another command' } }
    await expect(saveModel(root, other, byAnalyst)).rejects.toMatchObject({
      code: 'E_MODEL_EXISTS',
      facts: { state: 'shadow' },
    })
  })

  it('refuses a card with a number that is none, and a step without a name or a time', async () => {
    const nan = { ...sampleModel, card: { ...cardContent, scores: { qlike: Number.NaN } } }
    await expect(saveModel(root, nan, byAnalyst)).rejects.toMatchObject({ code: 'E_MODEL_CARD' })
    for (const step of [{ who: '' }, { why: '' }, { when: 'yesterday' }]) {
      const saved = saveModel(root, sampleModel, { ...byAnalyst, ...step })
      await expect(saved).rejects.toMatchObject({ code: 'E_MODEL_STEP', exitCode: 1 })
    }
    expect(await readdir(root)).toEqual([])
  })
})

describe("a model's life", () => {
  it('goes from candidate to shadow to active to retired, each step with who, why and when', async () => {
    const { hash, folder } = await saveModel(root, sampleModel, byAnalyst)
    await promoteModel(root, hash, later)
    await promoteModel(root, hash, { ...later, why: 'a month in shadow' })
    const before = await readFile(join(folder, 'history.jsonl'), 'utf8')
    const { state, history } = await retireModel(root, hash, { ...later, why: 'drifted' })
    expect(state).toBe('retired')
    expect(history.map((entry) => [entry.state, entry.why])).toEqual([
      ['candidate', 'trained on a year of swaps'],
      ['shadow', 'beat HAR'],
      ['active', 'a month in shadow'],
      ['retired', 'drifted'],
    ])
    expect((await readFile(join(folder, 'history.jsonl'), 'utf8')).startsWith(before)).toBe(true)
    await expect(promoteModel(root, hash, later)).rejects.toMatchObject({ code: 'E_MODEL_STATE' })
    await expect(retireModel(root, hash, later)).rejects.toMatchObject({ code: 'E_MODEL_STATE' })
  })

  it('stops an active model from being promoted', async () => {
    const { hash } = await saveModel(root, sampleModel, byAnalyst)
    await promoteModel(root, hash, later)
    await promoteModel(root, hash, later)
    await expect(promoteModel(root, hash, later)).rejects.toMatchObject({ code: 'E_MODEL_STATE' })
  })

  it('does not begin for a model that did not beat HAR, unless forced, which is kept', async () => {
    const { hash } = await saveModel(root, weakModel, byAnalyst)
    await expect(promoteModel(root, hash, later)).rejects.toMatchObject({
      code: 'E_MODEL_NOT_BETTER',
    })
    expect((await verifyModel(join(root, hash))).state).toBe('candidate')
    const forced = await promoteModel(root, hash, { ...later, why: 'to watch it' }, { force: true })
    expect(forced.history.at(-1)).toMatchObject({
      state: 'shadow',
      forced: true,
      why: 'to watch it',
    })
  })

  it('does not begin in a store that is not there, and makes none', async () => {
    const { hash } = await saveModel(root, sampleModel, byAnalyst)
    const elsewhere = join(root, 'nowhere')
    await expect(promoteModel(elsewhere, hash, later)).rejects.toMatchObject({
      code: 'E_MODEL_NOT_FOUND',
    })
    expect(await readdir(root)).toEqual([hash])
  })
})

describe('a model that is not whole', () => {
  it('is found out whichever byte of whichever file changes', async () => {
    const { hash, folder } = await saveModel(root, sampleModel, byAnalyst)
    await promoteModel(root, hash, later)
    for (const file of await readdir(folder)) {
      const path = join(folder, file)
      const bytes = await readFile(path)
      for (let i = 0; i < bytes.length; i += 7) {
        const changed = Uint8Array.from(bytes)
        changed[i] = (changed[i] ?? 0) ^ 1
        await writeFile(path, changed)
        await expect(verifyModel(folder), `${file} byte ${i}`).rejects.toMatchObject({
          code: 'E_MODEL_HASH',
          facts: { file },
        })
      }
      for (const length of [0, 1, bytes.length >> 1, bytes.length - 1]) {
        await writeFile(path, bytes)
        await truncate(path, length)
        await expect(verifyModel(folder)).rejects.toMatchObject({ code: 'E_MODEL_HASH' })
      }
      await writeFile(path, bytes)
    }
    expect((await verifyModel(folder)).state).toBe('shadow')
    await expect(promoteModel(root, hash, later)).resolves.toMatchObject({ state: 'active' })
  })

  it('cannot be promoted, nor stored over', async () => {
    const { hash, folder } = await saveModel(root, sampleModel, byAnalyst)
    await appendFile(join(folder, 'card.json'), ' ')
    await expect(promoteModel(root, hash, later)).rejects.toMatchObject({ code: 'E_MODEL_HASH' })
    await expect(saveModel(root, sampleModel, byAnalyst)).rejects.toMatchObject({
      code: 'E_MODEL_HASH',
    })
    await rm(join(folder, 'model.qmlp'))
    await expect(verifyModel(folder)).rejects.toMatchObject({ code: 'E_MODEL_HASH' })
  })

  it('with the card of another model is found out', async () => {
    const strong = await saveModel(root, sampleModel, byAnalyst)
    const weak = await saveModel(root, weakModel, byAnalyst)
    for (const file of ['card.json', 'history.jsonl']) {
      await writeFile(join(weak.folder, file), await readFile(join(strong.folder, file)))
    }
    await writeFile(
      join(weak.folder, 'model.qmlp'),
      await readFile(join(weak.folder, 'parameters.json')),
    )
    await expect(verifyModel(weak.folder)).rejects.toMatchObject({ code: 'E_MODEL_HASH' })
  })

  it('is listed apart from those that are, and what else lies there is ignored', async () => {
    expect(await listModels(join(root, 'nowhere'))).toEqual({ models: [], broken: [] })
    const good = await saveModel(root, sampleModel, byAnalyst)
    const bad = await saveModel(root, weakModel, byAnalyst)
    await truncate(join(bad.folder, 'card.json'), 50)
    await mkdir(join(root, `.0x${'1'.repeat(64)}.partial`))
    await mkdir(join(root, `0x${'2'.repeat(64)}`))
    await writeFile(join(root, 'notes.txt'), 'mine')
    const { models, broken } = await listModels(root)
    expect(models.map(({ hash }) => hash)).toEqual([good.hash])
    expect(new Map(broken.map(({ folder, error }) => [folder, error]))).toEqual(
      new Map<string, unknown>([
        [bad.folder, expect.objectContaining({ code: 'E_MODEL_HASH' })],
        [join(root, `0x${'2'.repeat(64)}`), expect.objectContaining({ code: 'E_MODEL_NOT_FOUND' })],
      ]),
    )
  })
})

it('two writers: the second is told who holds the model, and takes over from one that died', async () => {
  const { hash, folder } = await saveModel(root, sampleModel, byAnalyst)
  const lock = `${folder}.lock`
  await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname() }))
  await expect(promoteModel(root, hash, later)).rejects.toMatchObject({
    code: 'E_LOCKED',
    exitCode: 75,
  })
  // Process numbers end at 2^22 on Linux.
  await writeFile(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }))
  await promoteModel(root, hash, later)
  const both = await Promise.allSettled([
    promoteModel(root, hash, later),
    promoteModel(root, hash, later),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await verifyModel(folder)).history).toHaveLength(3)
  expect(cardToHtml((await verifyModel(folder)).card)).toContain(hash)
})
