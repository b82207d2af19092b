import { readdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readEvents } from '@tickwise/terminal'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { useScratch } from './testing/forecast-cli.ts'
import { runCli, spawnCli } from './testing/run-cli.ts'

const scratch = useScratch()
const sample = 'data/sample'
const backtest = (root: string, ...more: string[]) => [
  ...['backtest', '--dataset', sample, '--strategy', 'recentre', '--runs', root],
  ...more,
]

describe('runs', () => {
  it('are recorded, read instead of run, run again when asked, listed, compared and removed', async () => {
    const root = scratch.path('recorded')
    const first = await runCli(backtest(root, '--json'))
    expect(first.code).toBe(0)
    const { runId } = z.object({ runId: z.string() }).parse(JSON.parse(first.stdout))
    const again = await runCli(backtest(root, '--json'))
    expect(again.stderr).toContain('is on record')
    expect(again.stdout).toBe(first.stdout)
    const fresh = await runCli(backtest(root, '--fresh', '--quiet'))
    expect(fresh.stdout).toContain(`${runId}, recorded in`)
    const other = await runCli(backtest(root, '--param', 'halfWidthTicks=400', '--quiet'))
    expect(other.code).toBe(0)

    const list = await runCli(['runs', 'list', '--runs', root, '--json', '--sort', 'sharpe'])
    const { runs } = z
      .object({
        runs: z.array(z.object({ runId: z.string() })).length(2),
        broken: z.array(z.never()),
      })
      .parse(JSON.parse(list.stdout))
    const otherId = runs.find((run) => run.runId !== runId)?.runId ?? ''

    const compared = await runCli(['compare', '--runs', root, runId, otherId.slice(0, 8)])
    expect(compared.stdout).toMatch(/halfWidthTicks\s+1000\s+400/)
    expect(compared.stdout).not.toContain('\u001b')

    const removed = await runCli(['runs', 'rm', '--runs', root, otherId, '--json'])
    expect(JSON.parse(removed.stdout)).toEqual({ removed: [otherId] })
    expect((await readdir(root)).filter((name) => name !== 'index.json')).toEqual([runId])

    await writeFile(join(root, runId, 'equity.parquet'), 'PAR1')
    const damaged = await runCli(['runs', 'list', '--runs', root])
    expect(damaged.code).toBe(0)
    expect(damaged.stdout).toContain(`no run: ${runId}: equity.parquet`)
    const mended = await runCli(backtest(root, '--json'))
    expect(mended.stderr).toContain('was damaged and is written anew')
    expect(mended.stdout).toBe(first.stdout)
  })

  it('can be made again with the command that is shown', async () => {
    const root = scratch.path('again')
    const options = ['--param', 'swap=false', '--capital-value', '5000', '--from', '2024-01-03']
    await runCli(backtest(root, '--json', ...options))
    const [id = ''] = await readdir(root)
    const { stdout } = await runCli(['runs', 'show', id.slice(0, 6), '--runs', root])
    const command = /made by\s+tickwise (.*)/.exec(stdout)?.[1] ?? ''
    const elsewhere = scratch.path('elsewhere')
    await runCli([...command.split(' '), '--runs', elsewhere])
    expect(await readdir(elsewhere)).toEqual([id])
    expect(await readFile(join(elsewhere, id, 'run.json'))).toEqual(
      await readFile(join(root, id, 'run.json')),
    )
  })
})

describe('--jsonl', () => {
  it('prints nothing but events, which can be read back, of a run and of a failure', async () => {
    const root = scratch.path('events')
    const run = await runCli(backtest(root, '--jsonl'))
    const events = []
    for await (const event of readEvents(run.stdout)) events.push(event)
    expect(events[0]).toMatchObject({ type: 'started', command: 'backtest' })
    expect(events.at(-1)).toMatchObject({ type: 'result', exitCode: 0 })
    const types = new Set(events.map(({ type }) => type))
    for (const type of ['run', 'progress', 'equity', 'decision', 'action', 'warning']) {
      expect(types).toContain(type)
    }
    const [id] = await readdir(root)
    expect(events.at(-1)).toMatchObject({ data: { runId: id } })
    const failed = await runCli([
      'backtest',
      '--dataset',
      sample,
      '--strategy',
      'recenter',
      '--jsonl',
    ])
    expect(failed.code).toBe(1)
    expect(failed.stderr).toBe('')
    expect(JSON.parse(failed.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'error',
      error: { code: 'E_STRATEGY_UNKNOWN' },
    })
    const usage = await runCli(['backtest', '--bogus', '--jsonl'])
    expect(JSON.parse(usage.stdout)).toMatchObject({ type: 'error', error: { code: 'E_USAGE' } })
  })
})

describe('sweep', () => {
  const shape = z.object({
    total: z.number(),
    overfitting: z.object({ trials: z.number(), splits: z.number() }).nullable(),
    done: z.number(),
    recorded: z.number(),
    failed: z.number(),
    stopped: z.boolean(),
    best: z.object({ runId: z.string() }),
    trials: z.array(
      z.object({
        runId: z.string().optional(),
        parameters: z.record(z.string(), z.union([z.number(), z.boolean()])),
        metrics: z.object({ totalReturn: z.number() }).optional(),
        error: z.object({ code: z.string() }).optional(),
      }),
    ),
  })
  const sweep = (root: string, grid: string, ...more: string[]) => [
    ...['sweep', '--dataset', sample, '--strategy', 'recentre', '--runs', root],
    ...['--grid', grid, ...more],
  ]

  it('gives what single backtests give, whatever the number of workers, and goes on from the record', async () => {
    const root = scratch.path('swept')
    const grid = 'halfWidthTicks=400..800:400,swap=*'
    const first = shape.parse(JSON.parse((await runCli(sweep(root, grid, '--json'))).stdout))
    expect(first).toMatchObject({ total: 4, done: 4, recorded: 0, failed: 0, stopped: false })
    expect(first.overfitting).toMatchObject({ trials: 4, splits: 12_870 })
    const alone = await runCli(
      backtest(root, '--json', '--no-record', '--param', 'halfWidthTicks=800', 'swap=false'),
    )
    const trial = first.trials.find(
      ({ parameters }) => parameters['halfWidthTicks'] === 800 && parameters['swap'] === false,
    )
    expect(JSON.parse(alone.stdout)).toMatchObject({ runId: trial?.runId, metrics: trial?.metrics })

    const text = await runCli(sweep(root, 'halfWidthTicks=400..1200:400,swap=*', '--jobs', '1'))
    expect(text.stdout).toContain('6 runs of 6, ')
    expect(text.stdout).toContain('4 of them on record before')
    expect(text.stdout).toMatch(/false\s+true/)
    expect(text.stdout).not.toContain('\u001b')
  })

  it('keeps figures alone when asked, lists failures, and refuses what cannot be swept', async () => {
    const root = scratch.path('figures')
    const run = await runCli(
      sweep(root, 'epochSeconds=60,3600', '--metrics-only', '--json', '--metric', 'totalReturn'),
    )
    expect(run.code).toBe(0)
    const result = shape.parse(JSON.parse(run.stdout))
    expect(result).toMatchObject({ done: 1, failed: 1 })
    expect(result.trials[0]?.error?.code).toBe('E_SETTING_DELAY')
    const [id = ''] = await readdir(root)
    expect((await readdir(join(root, id))).sort()).toEqual([
      'made.json',
      'metrics.json',
      'run.json',
    ])
    const refused = await runCli(
      sweep(root, 'halfWidthTicks=1,2', '--param', 'halfWidthTicks=5', '--json'),
    )
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('E_GRID')
  })

  it('keeps what is done when it is stopped, and says how to go on', async () => {
    const root = scratch.path('stopped')
    const args = sweep(root, 'halfWidthTicks=100..6000:20', '--jobs', '1', '--metrics-only')
    const run = await spawnCli(args, {
      interruptWhen: () => existsSync(root),
    })
    expect(run.code).toBe(2)
    expect(run.stdout).toContain('Stopped with')
    expect(run.stdout).toContain('the same command goes on from there')
    const kept = (await readdir(root)).filter((name) => /^[0-9a-f]{12}$/.test(name))
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThan(296)
  })

  it('stops at once when it is stopped twice, and leaves no half of a run', async () => {
    const root = scratch.path('stopped-twice')
    const args = sweep(root, 'halfWidthTicks=100..6000:20', '--jobs', '1', '--metrics-only')
    const run = await spawnCli(args, { interruptWhen: () => existsSync(root), twice: true })
    expect(run.signal).toBe('SIGINT')
    expect(run.stdout).toBe('')
    const { stdout } = await runCli(['runs', 'list', '--runs', root, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ broken: [] })
  })
})
