import { existsSync, readdirSync } from 'node:fs'
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli, spawnCli } from './testing/run-cli.ts'

const sample = 'data/sample'
let scratch = ''
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tickwise-cli-'))
})
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true })
})

const wei = z.string().regex(/^-?\d+$/)
const backtestJson = z.object({
  runId: z.string().regex(/^[0-9a-f]{12}$/),
  dataset: z.object({ root: z.string().regex(/^0x[0-9a-f]{64}$/), simulated: z.boolean() }),
  navStart: wei,
  navEnd: wei,
  metrics: z.object({ totalReturn: z.number(), timeInRange: z.number().nullable() }),
  attribution: z.record(z.string(), wei),
  benchmarks: z.array(z.object({ name: z.string(), navEnd: wei })).length(4),
  actions: z.array(z.object({ kind: z.string(), gasCost: wei })),
})

const backtestArgs = (...more: string[]) => ['backtest', '--dataset', sample, '--json', ...more]

describe('the command tree', () => {
  it('explains itself with exit code 0', async () => {
    const { code, stdout, stderr } = await runCli(['--help'])
    expect(code).toBe(0)
    for (const name of [
      'demo',
      'data',
      'strategies',
      'backtest',
      'position',
      'check',
      'features',
      'train',
      'models',
      'walkforward',
      'vault',
      'doctor',
    ]) {
      expect(stdout).toContain(name)
    }
    expect(stderr).toBe('')
  })

  it.each([
    ['data', 'import'],
    ['data', 'fetch'],
    ['data', 'simulate'],
    ['data', 'check'],
    ['data', 'show'],
    ['data', 'list'],
    ['strategies', 'show'],
    ['backtest'],
    ['sweep'],
    ['compare'],
    ['runs', 'list'],
    ['runs', 'show'],
    ['runs', 'compare'],
    ['runs', 'export'],
    ['runs', 'rm'],
    ['position', 'verify'],
    ['check', 'lookahead'],
    ['check', 'determinism'],
    ['report'],
    ['compare'],
    ['features', 'show'],
    ['train'],
    ['walkforward'],
    ['models', 'list'],
    ['models', 'show'],
    ['models', 'promote'],
    ['models', 'retire'],
    ['models', 'export'],
    ['models', 'verify'],
    ['vault', 'deploy'],
    ['vault', 'status'],
    ['vault', 'deposit'],
    ['vault', 'withdraw'],
    ['vault', 'redeem-in-kind'],
    ['vault', 'redeem-to-asset'],
    ['vault', 'request-redeem'],
    ['vault', 'claim-redeem'],
    ['vault', 'fill-queue'],
    ['vault', 'cancel-redeem'],
    ['vault', 'pause'],
    ['vault', 'unpause'],
    ['doctor'],
  ])('%s %s has --help and --json', async (...path) => {
    const { code, stdout } = await runCli([...path, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('--json')
  })

  it('proposes the right command for a mistyped one', async () => {
    const { code, stderr } = await runCli(['backtst'])
    expect(code).toBe(1)
    expect(stderr).toContain('backtest')
  })
})

describe('wrong arguments', () => {
  const errorJson = z.object({ error: z.object({ code: z.string(), hint: z.string() }) })

  it.each([
    [['backtst'], 'E_USAGE'],
    [['backtest'], 'E_USAGE'],
    [['backtest', '--bogus'], 'E_USAGE'],
    [['backtest', '--param', 'noValue'], 'E_PARAMETER_FORM'],
    [['position', 'verify', '--dataset', sample, '--liquidity', '5'], 'E_OPTIONS'],
    [['position', 'verify', '--dataset', sample, '--all', '--range', '0:10'], 'E_OPTIONS'],
    [['data', 'import', 'x', '--out', 'y', '--map', '{"tables":1}'], 'E_OPTION_JSON'],
    [['data', 'import', 'x', '--out', 'y', '--map', 'no-such.json'], 'E_NOT_FOUND'],
    [
      ['data', 'import', 'x', '--out', 'y', '--from', '2024-02', '--to', '2024-01'],
      'E_WINDOW_EMPTY',
    ],
  ])('%j end with 1 and, with --json, a document on stderr: %s', async (args, code) => {
    const run = await runCli([...args, '--json'])
    expect(run.code).toBe(1)
    expect(run.stdout).toBe('')
    expect(errorJson.parse(JSON.parse(run.stderr)).error.code).toBe(code)
  })

  it('none at all show the help', async () => {
    const { code, stdout, stderr } = await runCli([])
    expect(code).toBe(0)
    expect(stdout).toContain('Start here')
    expect(stderr).toBe('')
  })
})

describe('backtest', () => {
  it('gives one JSON document whose attribution sums to the change of NAV, the same each time', async () => {
    const args = backtestArgs('--strategy', 'recentre', '--param', 'halfWidthTicks=300')
    const [first, second] = await Promise.all([runCli(args), runCli(args)])
    expect(first.code).toBe(0)
    expect(first.stdout).toBe(second.stdout)
    const result = backtestJson.parse(JSON.parse(first.stdout))
    const sum = Object.values(result.attribution).reduce((total, term) => total + BigInt(term), 0n)
    expect(sum).toBe(BigInt(result.navEnd) - BigInt(result.navStart))
    expect(result.dataset.simulated).toBe(true)
    expect(result.actions.length).toBeGreaterThan(0)
  })

  it('takes several parameters after one --param, or one after each', async () => {
    const given = ['halfWidthTicks=300', 'thresholdTicks=150']
    const together = await runCli(backtestArgs('--strategy', 'recentre', '--param', ...given))
    const apart = await runCli(
      backtestArgs('--strategy', 'recentre', ...given.flatMap((text) => ['--param', text])),
    )
    expect(together.code).toBe(0)
    expect(together.stdout).toBe(apart.stdout)
    expect(JSON.parse(together.stdout)).toMatchObject({
      strategy: { parameters: { halfWidthTicks: 300, thresholdTicks: 150 } },
    })
  })

  it('prints no escape codes into a pipe and says that the data are simulated', async () => {
    const { code, stdout } = await runCli(['backtest', '--dataset', sample, '--strategy', 'hold'])
    expect(code).toBe(0)
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('SIMULATED')
  })

  it.each([
    [['--strategy', 'recenter'], 'E_STRATEGY_UNKNOWN', 'recentre'],
    [
      ['--strategy', 'recentre', '--param', 'halfWidthTick=3'],
      'E_PARAMETER_UNKNOWN',
      'halfWidthTicks',
    ],
    [['--strategy', 'recentre', '--param', 'halfWidthTicks=-3'], 'E_PARAMETER_VALUE', 'from'],
    [
      ['--strategy', 'hold', '--from', '2019-01-01', '--to', '2019-01-02'],
      'E_WINDOW_EMPTY',
      'prices from',
    ],
    [['--strategy', 'hold', '--impact', 'dilutd'], 'E_IMPACT', 'diluted'],
    [['--strategy', 'hold', '--capital-value', 'lots'], 'E_AMOUNT', 'human units'],
    [['--strategy', './no-such-file.ts'], 'E_STRATEGY_FILE', 'path'],
  ])('%j ends with 1 and %s', async (args, code, hint) => {
    const run = await runCli(backtestArgs(...args))
    expect(run.code).toBe(1)
    expect(run.stdout).toBe('')
    const { error } = z
      .object({ error: z.object({ code: z.string(), hint: z.string(), exitCode: z.literal(1) }) })
      .parse(JSON.parse(run.stderr))
    expect(error.code).toBe(code)
    expect(error.hint).toContain(hint)
  })
})

describe('strategies of a user', () => {
  const strategyFile = async (name: string, decide: string): Promise<string> => {
    const file = join(scratch, `${name}.ts`)
    await writeFile(
      file,
      `import { z } from 'zod'
import { decisionStep, defineStrategy, hold, type MarketView } from '@tickwise/strategies'
let calls: number = 0
export default defineStrategy({
  name: '${name}',
  title: 'a test',
  parameters: z.object({ ...decisionStep }),
  warmupSeconds: () => 0,
  decide: (view: MarketView) => hold(${decide}),
})
`,
    )
    return file
  }

  it('run from a TypeScript file anywhere and pass both checks', async () => {
    const file = await strategyFile('watcher', '`tick ${view.tick}, ${calls}`')
    for (const check of ['lookahead', 'determinism']) {
      const run = await runCli([
        'check',
        check,
        '--dataset',
        sample,
        '--strategy',
        file,
        '--json',
        '-q',
      ])
      expect(run.stderr).toBe('')
      expect(run.code).toBe(0)
      expect(JSON.parse(run.stdout)).toMatchObject({ check, passed: true })
    }
  })

  it('that never come back are ended by one Ctrl-C', async () => {
    const file = await strategyFile('stuck', 'endless()')
    const begun = join(scratch, 'stuck-has-begun')
    await appendFile(
      file,
      `import { writeFileSync } from 'node:fs'
function endless(): string {
  writeFileSync('${begun}', '')
  for (;;) calls += 1
}
`,
    )
    const args = ['backtest', '--dataset', sample, '--strategy', file]
    const run = await spawnCli(args, { interruptWhen: () => existsSync(begun) })
    expect(run.signal).toBe('SIGINT')
    expect(run.stdout).toBe('')
  })

  it('that remember earlier runs fail the determinism check with exit code 3', async () => {
    const file = await strategyFile('counter', '`call ${(calls += 1)}`')
    const run = await runCli([
      'check',
      'determinism',
      '--dataset',
      sample,
      '--strategy',
      file,
      '--json',
    ])
    expect(run.code).toBe(3)
    expect(JSON.parse(run.stdout)).toMatchObject({ passed: false })
  })
})

describe('position verify', () => {
  it('finds every closed NFT of the sample exact', async () => {
    const run = await runCli(['position', 'verify', '--dataset', sample, '--all', '--json'])
    expect(run.code).toBe(0)
    const { summary } = z
      .object({ summary: z.object({ positions: z.number(), exact: z.number() }) })
      .parse(JSON.parse(run.stdout))
    expect(summary.positions).toBeGreaterThan(0)
    expect(summary.exact).toBe(summary.positions)
  })

  it('holds a hypothetical position no longer than the data last', async () => {
    const held = async (...more: string[]): Promise<unknown> => {
      const range = ['--range', '-887270:887270', '--liquidity', '1000000000000']
      const run = await runCli([
        ...['position', 'verify', '--dataset', sample, '--json'],
        ...[...range, ...more],
      ])
      return JSON.parse(run.stdout)
    }
    expect(await held('--to', '2100-01-01')).toEqual(await held())
  })

  it('refuses a range that is not on the tick spacing', async () => {
    const run = await runCli([
      'position',
      'verify',
      '--dataset',
      sample,
      '--range',
      '-5:15',
      '--liquidity',
      '1000',
      '--json',
    ])
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('E_TICK_SPACING')
  })
})

describe('data', () => {
  it('list, show and check know the sample', async () => {
    const list = await runCli(['data', 'list', 'data', '--json'])
    expect(JSON.parse(list.stdout)).toContainEqual(
      expect.objectContaining({ directory: sample, simulated: true }),
    )
    const show = await runCli(['data', 'show', sample])
    expect(show.code).toBe(0)
    expect(show.stdout).toContain('simulated')
    const check = await runCli(['data', 'check', sample, '--json'])
    expect(check.code).toBe(0)
    expect(JSON.parse(check.stdout)).toMatchObject({ errors: 0 })
  })

  it('imports candles and shows them to people and machines', async () => {
    const file = join(scratch, 'ETH_USDT-1m.csv')
    const rows = Array.from({ length: 90 }, (_, i) => `${1735689600 + 60 * i},100,102,99,101,${i}`)
    await writeFile(file, ['date,open,high,low,close,volume', ...rows].join('\n'))
    const out = join(scratch, 'candles')
    expect((await runCli(['data', 'import', file, '--out', out])).stdout).toContain(`show ${out}`)
    const { stdout } = await runCli(['data', 'show', out])
    expect(stdout).toContain('ETH/USDT candles, one per 60 s')
    expect(stdout).toContain('2025-01-01 00:00')
    expect(JSON.parse((await runCli(['data', 'show', out, '--json'])).stdout)).toMatchObject({
      manifest: { kind: 'candles', rows: 90 },
    })
  })

  it('answers SQL', async () => {
    const run = await runCli([
      'data',
      'show',
      sample,
      '--sql',
      'SELECT count(*) AS n FROM swaps',
      '--json',
    ])
    expect(run.code).toBe(0)
    expect(
      Number(z.array(z.object({ n: z.coerce.number() })).parse(JSON.parse(run.stdout))[0]?.n),
    ).toBeGreaterThan(1000)
  })

  it('says what is wrong with a folder that is no dataset', async () => {
    const run = await runCli(['data', 'check', scratch, '--json'])
    expect(run.code).toBe(1)
    expect(JSON.parse(run.stderr)).toHaveProperty('error.hint')
  })

  it('leaves nothing half-written when a simulation is interrupted', async () => {
    const out = join(scratch, 'interrupted')
    const run = await spawnCli(['data', 'simulate', '--out', out, '--days', '30'], {
      interruptWhen: () => readdirSync(scratch).some((name) => name.startsWith('interrupted')),
    })
    expect(run.code).toBe(2)
    expect((await readdir(scratch)).filter((name) => name.startsWith('interrupted'))).toEqual([])
  })
})

describe('demo and doctor', () => {
  it('demo ends with a result and the next command', async () => {
    const { code, stdout } = await runCli(['demo', '--quick'])
    expect(code).toBe(0)
    expect(stdout).toContain('SIMULATED DATA')
    expect(stdout).toContain('Next:')
    expect(stdout).toContain('npx tickwise backtest')
  })

  it('doctor finds this machine fit', async () => {
    const { code, stdout } = await runCli(['doctor', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ ok: true })
    expect(code).toBe(0)
  })

  it('doctor says which endpoint does not answer', async () => {
    const { code, stdout } = await runCli(['doctor', '--rpc', 'http://127.0.0.1:9', '--json'])
    expect(code).toBe(3)
    expect(stdout).toContain('127.0.0.1:9')
  })
})
