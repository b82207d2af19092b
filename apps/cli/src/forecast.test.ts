import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli } from './testing/run-cli.ts'

const sample = 'data/sample'
let scratch = ''
let models = ''
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tickwise-forecast-'))
  models = join(scratch, 'models')
})
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true })
})

const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const errorJson = z.object({
  error: z.object({ code: z.string(), hint: z.string(), exitCode: z.number() }),
})

/** Two hours ahead, three folds of a day. */
const hourly = [
  ...['--dataset', sample, '--horizon-epochs', '2', '--train-epochs', '96'],
  ...['--validation-epochs', '12', '--test-epochs', '24'],
]

async function json(args: readonly string[]): Promise<Record<string, unknown>> {
  const run = await runCli([...args, '--json'])
  expect(run.stderr).not.toContain('"error"')
  return JSON.parse(run.stdout) as Record<string, unknown>
}

async function fault(args: readonly string[]): Promise<z.output<typeof errorJson>['error']> {
  const run = await runCli([...args, '--json', '--quiet'])
  expect(run.stdout).toBe('')
  const { error } = errorJson.parse(JSON.parse(run.stderr))
  expect(run.code).toBe(error.exitCode)
  return error
}

async function train(...more: readonly string[]): Promise<string> {
  const args = ['train', ...hourly, '--models', models, '--no-cache', ...more]
  return hash.parse((await json(args))['hash'])
}

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
    expect((await runCli(args)).stdout).toContain('exact (events)')
  })

  it('says that candles are approximate, and has them as CSV', async () => {
    const file = join(scratch, 'ETH_USDT-5m.csv')
    const rows = Array.from({ length: 60 }, (_, i) => `${1735689600 + 300 * i},100,102,99,101,${i}`)
    await writeFile(file, ['date,open,high,low,close,volume', ...rows].join('\n'))
    const out = join(scratch, 'candles')
    await runCli(['data', 'import', file, '--out', out])
    const show = ['features', 'show', '--dataset', out]
    expect((await runCli(show)).stdout).toContain('approximate (candles)')
    const [head = '', ...lines] = (await runCli([...show, '--csv'])).stdout.trimEnd().split('\n')
    expect(head).toContain('log-variance-mean-168')
    expect(lines).toHaveLength(4)
    expect((await fault([...show, '--cells', '60'])).code).toBe('E_CANDLES_COARSE')
  })
})

describe('train and models', () => {
  it('stores a model with its card, which lives on from candidate to active', async () => {
    const model = await train('--model', 'har')
    const on = (command: string, ...more: string[]) =>
      json(['models', command, ...more, '--models', models])
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
    const markdown = await runCli(['models', 'show', 'har', '--md', '--models', models])
    expect(markdown.stdout).toMatch(/^# /)
    expect(await on('retire', 'har')).toMatchObject({ state: 'retired' })
  })

  it('says which backend trained a net, and lets none that lost to the bar through without force', async () => {
    const args = ['train', ...hourly, '--models', models, '--no-cache', '--model', 'mlp']
    const few = await fault(args)
    expect(few.code).toBe('E_FORECAST_HISTORY')
    const quarter = ['--dataset', sample, '--epoch-seconds', '900', '--cells', '3']
    const net = ['train', ...quarter, '--models', models, '--no-cache', '--model', 'har-net']
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
    const promote = ['models', 'promote', trained.hash, '--models', models]
    expect((await fault(promote)).code).toBe('E_MODEL_NOT_BETTER')
    expect((await fault([...promote, '--force'])).code).toBe('E_OPTIONS')
    expect(await json([...promote, '--force', '--reason', 'a test'])).toMatchObject({
      state: 'shadow',
      forced: true,
    })
  })

  it('refuses a model with one byte changed, wherever it is used', async () => {
    const store = join(scratch, 'damaged')
    await cp(models, store, { recursive: true })
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
    [['--model', 'mlp', '--backend', 'gpu'], 'E_BACKEND'],
  ])('%j ends with %s', async (args, code) => {
    expect((await fault(['train', ...hourly, '--models', models, ...args])).code).toBe(code)
  })
})

describe('walkforward', () => {
  it('gives forecast scores and what a strategy earned by them, and keeps its folds', async () => {
    const cache = join(scratch, 'folds')
    const args = [
      ...['walkforward', ...hourly, '--models', 'naive,har', '--cache', cache],
      ...['--strategy', 'volatility-band'],
    ]
    const shape = z.object({
      foldsReused: z.number(),
      verdict: z.object({ name: z.string(), reason: z.string() }),
      report: z.object({ total: z.array(z.object({ name: z.string(), qlike: z.number() })) }),
      money: z.array(
        z.object({
          fold: z.number(),
          name: z.string(),
          answered: z.number(),
          decisions: z.number(),
        }),
      ),
    })
    const first = shape.parse(await json(args))
    expect(first.report.total.map(({ name }) => name)).toEqual(['naive', 'har'])
    expect(first.verdict.name).toBe('har')
    expect(first.money.map(({ name }) => name).slice(0, 3)).toEqual(['built-in', 'naive', 'har'])
    for (const { name, answered, decisions } of first.money)
      expect(answered).toBe(name === 'built-in' ? 0 : decisions)
    const again = await runCli([...args, '--json'])
    expect(again.stderr).toContain('3 of 3 folds were finished before')
    expect(shape.parse(JSON.parse(again.stdout))).toEqual({ ...first, foldsReused: 3 })
  })

  it('keeps finished folds when it is stopped, and goes on with the next one', async () => {
    const cache = join(scratch, 'stopped')
    const args = [
      ...['walkforward', '--dataset', sample, '--epoch-seconds', '900', '--cells', '3'],
      ...['--train-epochs', '520', '--validation-epochs', '100', '--test-epochs', '100'],
      ...['--models', 'naive,har,har-net', '--cache', cache],
    ]
    const foldsKept = (): number =>
      existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.fold')).length : 0
    const stopped = await runCli(args, { interruptWhen: () => foldsKept() > 0 })
    expect(stopped.code).toBe(2)
    expect(stopped.stdout).toBe('')
    const kept = foldsKept()
    expect(kept).toBeGreaterThan(0)
    const run = await runCli([...args, '--json'])
    expect(run.stderr).toContain(`${kept} of `)
    expect(JSON.parse(run.stdout)).toMatchObject({ foldsReused: kept })
  })

  it.concurrent.each([
    [['--models', 'har', '--strategy', 'recentre'], 'E_MODEL_UNUSED'],
    [['--models', 'har-fees'], 'E_FORECAST_MODEL_NAME'],
  ])('%j ends with %s', async (args, code) => {
    expect((await fault(['walkforward', ...hourly, '--no-cache', ...args])).code).toBe(code)
  })
})

describe('a stored model in a backtest', () => {
  const run = ['--dataset', sample, '--strategy', 'volatility-band']

  it('forecasts for the strategy after its training, and passes the look-ahead check', async () => {
    const model = await train('--model', 'ewma', '--until', '2024-01-13')
    const using = [...run, '--model', model, '--models', models]
    const result = await json(['backtest', ...using])
    expect(result).toMatchObject({
      strategy: { parameters: { model, horizonEpochs: 2 } },
      forecasts: { requests: [{ models: [{ modelHash: expect.any(String) }] }] },
    })
    expect(await json(['check', 'lookahead', ...using])).toMatchObject({ passed: true })
    const other = ['--param', 'horizonEpochs=3']
    expect((await fault(['backtest', ...using, ...other])).code).toBe('E_MODEL_UNUSED')
  })

  it('that was trained on candles is refused on a pool unless that is allowed', async () => {
    const file = join(scratch, 'LONG_USDT-1h.csv')
    const price = (i: number): string => (100 * (1 + 0.02 * Math.sin(i * i))).toFixed(3)
    const rows = Array.from({ length: 400 }, (_, i) => {
      const [a = '', b = '', c = ''] = [price(i), price(i + 0.5), price(i + 1)]
      const ordered = [a, b, c].sort((x, y) => Number(x) - Number(y))
      return `${1672531200 + 3600 * i},${a},${ordered[2]},${ordered[0]},${c},1`
    })
    await writeFile(file, ['date,open,high,low,close,volume', ...rows].join('\n'))
    const out = join(scratch, 'long')
    await runCli(['data', 'import', file, '--out', out])
    const candles = ['--dataset', out, '--cells', '1', '--model', 'har']
    const trained = await json(['train', ...hourly, ...candles, '--models', models, '--no-cache'])
    const using = ['backtest', ...run, '--model', hash.parse(trained['hash']), '--models', models]
    expect((await fault(using)).code).toBe('E_MODEL_POOL')
    expect((await runCli([...using, '--allow-other-pool'])).code).toBe(0)
  })
})

describe('a strategy file with a forecaster of its own', () => {
  it('that knows the price of tomorrow is caught by check lookahead', async () => {
    const file = join(scratch, 'poisoned.ts')
    await writeFile(
      file,
      `import { z } from 'zod'
import { decisionStep, defineStrategy, hold, lastWholeEpoch } from '@tickwise/strategies'
const request = { target: 'drift', epochSeconds: 3600, horizonEpochs: 24 } as const
export default defineStrategy({
  name: 'poisoned',
  title: 'knows tomorrow',
  parameters: z.object({ ...decisionStep }),
  warmupSeconds: () => 0,
  forecasts: () => [request],
  decide: (view) => hold('drift ' + view.forecast(request)?.valueX16),
})
export const forecaster = (market) => ({
  name: 'oracle',
  id: 'oracle/1',
  answer: (view) => {
    const madeAtEpoch = lastWholeEpoch(view.timestamp, 3600)
    const rows = market.columns.timestamp.filter((time) => time <= view.timestamp + 86_400).length
    return { valueX16: rows, model: 'oracle', modelHash: '0x0', skill: 'unproven', madeAtEpoch, validUntilEpoch: madeAtEpoch + 24 }
  },
})
`,
    )
    const run = await runCli([
      ...['check', 'lookahead', '--dataset', sample, '--strategy', file, '--json'],
      ...['--from', '2024-01-10', '--to', '2024-01-12'],
    ])
    expect(run.code).toBe(3)
    expect(JSON.parse(run.stdout)).toMatchObject({ check: 'lookahead', passed: false })
  })
})
