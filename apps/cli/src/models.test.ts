import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fault, hash, hourly, json, sample, train, useScratch } from './testing/forecast-cli.ts'
import { runCli } from './testing/run-cli.ts'

const scratch = useScratch()
const models = (): string => scratch.path('models')

describe('features show', () => {
  it('has records and raw features of every epoch, and says that events are exact', async () => {
    const args = ['features', 'show', '--dataset', sample]
    const shown = z
      .object({
        exact: z.literal(true),
        epochSeconds: z.literal(3600),
        cellsPerEpoch: z.literal(12),
        features: z.array(z.object({ kind: z.string(), window: z.number() })).length(7),
        epochs: z.array(
          z.object({ epoch: z.number(), raw: z.array(z.number()).length(7).nullable() }),
        ),
      })
      .parse(await json(args))
    // The longest window of HAR is a week of hours.
    expect(shown.epochs.findIndex(({ raw }) => raw !== null)).toBe(167)
    const [head = '', ...lines] = (await runCli([...args, '--csv'])).stdout.trimEnd().split('\n')
    expect(head).toContain('log-variance-mean-168')
    expect(lines).toHaveLength(shown.epochs.length)
    expect((await runCli(args)).stdout).toContain('exact (events)')
  })
})

describe('train and models', () => {
  it('stores a model with its card, which lives on from candidate to active', async () => {
    const model = await train(models(), '--model', 'har')
    const on = (command: string, ...more: string[]) =>
      json(['models', command, ...more, '--models', models()])
    expect(await on('list')).toMatchObject({
      models: [{ hash: model, name: 'har', state: 'candidate', earned: true }],
      broken: [],
    })
    const { card } = z
      .object({ card: z.record(z.string(), z.unknown()) })
      .parse(await on('show', 'har'))
    expect(card).toMatchObject({
      weights: 'qmlp/1',
      attestedOnly: false,
      comparison: { kind: 'is-benchmark' },
      quantisation: { before: { qlike: expect.any(Number) }, after: { qlike: expect.any(Number) } },
    })
    expect(await on('promote', model.slice(0, 12))).toMatchObject({ state: 'shadow' })
    expect(await on('promote', 'har')).toMatchObject({ state: 'active', forced: false })
    expect(await on('verify', 'har')).toMatchObject({ passed: true })
    const { content } = z.object({ content: z.string() }).parse(await on('export', 'har'))
    expect(content).toMatch(/^0x716d6c702f31/)
    const markdown = await runCli(['models', 'show', 'har', '--md', '--models', models()])
    expect(markdown.stdout).toMatch(/^# /)
    expect(await on('retire', 'har')).toMatchObject({ state: 'retired' })
  })

  it('is the same model when it is trained again, whatever is shown of it', async () => {
    const args = ['train', ...hourly, '--model', 'ewma', '--models', scratch.path('again')]
    const first = await json([...args, '--no-cache'])
    const again = await runCli([...args, '--quiet', '--cache', scratch.path('folds')])
    expect(again.stderr).toBe('')
    expect(again.stdout).toContain(String(first['hash']))
  })

  it('is found by a name that was nearly right in the hint', async () => {
    const show = ['models', 'show', 'hra', '--models', models()]
    expect((await fault(show)).hint).toContain('mean har?')
    const walk = ['walkforward', ...hourly, '--models', 'har,garhc']
    expect((await fault(walk)).hint).toContain('mean garch?')
  })

  it('says which backend trained a net, and lets none that lost to the bar through without force', async () => {
    const quarter = ['--dataset', sample, '--epoch-seconds', '900', '--cells', '3']
    const net = ['train', ...quarter, '--models', models(), '--no-cache', '--model', 'har-net']
    const run = await runCli([...net, '--json'])
    expect(run.stderr).toMatch(/TensorFlow\.js runs on the (node|wasm) backend/)
    const trained = z
      .object({
        hash,
        card: z.object({
          training: z.object({
            backend: z.object({ name: z.string(), tried: z.array(z.unknown()) }),
          }),
          comparison: z.object({ kind: z.literal('tested'), pValue: z.number() }),
        }),
      })
      .parse(JSON.parse(run.stdout))
    const promote = ['models', 'promote', trained.hash, '--models', models()]
    expect((await fault(promote)).code).toBe('E_MODEL_NOT_BETTER')
    expect((await fault([...promote, '--force'])).code).toBe('E_OPTIONS')
    expect(await json([...promote, '--force', '--reason', 'a test'])).toMatchObject({
      state: 'shadow',
      forced: true,
    })
  })

  it('refuses a model with one byte changed, wherever it is used', async () => {
    const store = scratch.path('damaged')
    await cp(models(), store, { recursive: true })
    const [folder = ''] = await readdir(store)
    const file = join(store, folder, 'model.qmlp')
    const bytes = await readFile(file)
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
    await writeFile(file, bytes)
    const verify = ['models', 'verify', folder, '--models', store]
    expect((await fault(verify)).code).toBe('E_MODEL_HASH')
    const list = await runCli(['models', 'list', '--models', store])
    expect(list.code).toBe(3)
    expect(list.stdout).toContain('E_MODEL_HASH')
  })

  it.concurrent.each([
    [['--model', 'hare'], 'E_FORECAST_MODEL_NAME'],
    [['--model', 'har', '--horizon-epochs', '1.5'], 'E_FORECAST_HORIZON'],
    [['--model', 'har', '--train-epochs', '5000'], 'E_FORECAST_HISTORY'],
  ])('%j ends with %s', async (args, code) => {
    expect((await fault(['train', ...hourly, '--models', models(), ...args])).code).toBe(code)
  })
})
