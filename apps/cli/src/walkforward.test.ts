import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  fault,
  hash,
  hourly,
  importCandles,
  json,
  sample,
  train,
  useScratch,
} from './testing/forecast-cli.ts'
import { runCli, spawnCli } from './testing/run-cli.ts'

const scratch = useScratch()
const models = (): string => scratch.path('models')

describe('walkforward', () => {
  it('gives forecast scores and what a strategy earned by them', async () => {
    const args = [
      ...['walkforward', ...hourly, '--models', 'naive,har', '--no-cache'],
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
    expect(first.foldsReused).toBe(0)
  })

  it('keeps finished folds when it is stopped, and goes on with the next one', async () => {
    const cache = scratch.path('stopped')
    const args = [
      ...['walkforward', '--dataset', sample, '--epoch-seconds', '900', '--cells', '3'],
      ...['--train-epochs', '520', '--validation-epochs', '100', '--test-epochs', '100'],
      ...['--models', 'naive,har,har-net', '--cache', cache],
    ]
    const foldsKept = (): number =>
      existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.fold')).length : 0
    const stopped = await spawnCli(args, { interruptWhen: () => foldsKept() > 0 })
    expect(stopped.code).toBe(2)
    expect(stopped.stdout).toBe('')
    const kept = foldsKept()
    expect(kept).toBeGreaterThan(0)
    const run = await runCli([...args, '--json'])
    expect(run.stderr).toContain(`${kept} of `)
    expect(JSON.parse(run.stdout)).toMatchObject({ foldsReused: kept })
  })

  it.concurrent.each([[['--models', 'har', '--strategy', 'recentre'], 'E_MODEL_UNUSED']])(
    '%j ends with %s',
    async (args, code) => {
      expect((await fault(['walkforward', ...hourly, '--no-cache', ...args])).code).toBe(code)
    },
  )
})

describe('a stored model in a backtest', () => {
  const run = ['--dataset', sample, '--strategy', 'volatility-band']

  it('forecasts for the strategy after its training, and passes the look-ahead check', async () => {
    const model = await train(models(), '--model', 'ewma', '--until', '2024-01-13')
    const using = [...run, '--model', model, '--models', models()]
    const result = await json(['backtest', ...using])
    expect(result).toMatchObject({
      strategy: { parameters: { model, horizonEpochs: 2 } },
      forecasts: { requests: [{ models: [{ modelHash: expect.any(String) }] }] },
    })
    expect(await json(['check', 'lookahead', ...using])).toMatchObject({ passed: true })
    expect(result['warnings']).toContainEqual(
      expect.stringMatching(/^nothing was decided before 2024-01-13/),
    )
    // A run over nothing but what the model learned from would hold still and pass every check.
    for (const command of [['backtest'], ['check', 'lookahead']])
      expect((await fault([...command, ...using, '--to', '2024-01-12'])).code).toBe(
        'E_FORECAST_AFTER_WINDOW',
      )
    const other = ['--param', 'horizonEpochs=3']
    expect((await fault(['backtest', ...using, ...other])).code).toBe('E_MODEL_UNUSED')
  })

  it('that was trained on candles is refused on a pool unless that is allowed', async () => {
    const out = scratch.path('candles')
    await importCandles(scratch.path('LONG_USDT-1h.csv'), out)
    const show = await runCli(['features', 'show', '--dataset', out, '--cells', '1'])
    expect(show.stdout).toContain('approximate (candles)')
    const candles = ['--dataset', out, '--cells', '1', '--model', 'har']
    const trained = await json(['train', ...hourly, ...candles, '--models', models(), '--no-cache'])
    const using = ['backtest', ...run, '--model', hash.parse(trained['hash']), '--models', models()]
    expect((await fault(using)).code).toBe('E_MODEL_POOL')
    expect((await runCli([...using, '--allow-other-pool'])).code).toBe(0)
  })
})

describe('a strategy file with a forecaster of its own', () => {
  it('that knows the price of tomorrow is caught by check lookahead', async () => {
    const file = scratch.path('poisoned.ts')
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
