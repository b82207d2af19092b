import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli, type CliRun } from '../testing/run-cli.ts'
import { shellWord } from './reproduce.ts'

const sample = 'data/sample'
const written = z.object({
  runId: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number() })),
})
let scratch = ''
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tickwise-report-cli-'))
})
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true })
})
const cli = (...args: readonly string[]): Promise<CliRun> =>
  runCli(args, { env: { TICKWISE_RUNS: join(scratch, 'runs') } })

describe('report', () => {
  // Settings that differ from what they would be, so that the command has to name them.
  const settings = [
    ...['--capital0', '2', '--capital1', '5000.5', '--asset', '0', '--impact', 'taker'],
    ...['--gas-price', '2.5', '--delay', '120', '--seed', '7', '--from', '2024-01-03'],
  ]

  it('tells a run in every form, and the command in it makes the same run', async () => {
    const run = ['--dataset', sample, '--strategy', 'recentre', '--param', 'halfWidthTicks=400']
    const base = join(scratch, 'first')
    const forms = ['--html', '--md', '--svg', '--out', base]
    const told = await cli('report', ...run, ...settings, ...forms, '--json')
    expect(told.code).toBe(0)
    const { runId, files } = written.parse(JSON.parse(told.stdout))
    const names = ['first.html', 'first.md', 'first-equity.svg', 'first-attribution.svg']
    expect(await readdir(scratch)).toEqual(expect.arrayContaining(names))
    expect(files).toHaveLength(7)
    const markdown = await readFile(`${base}.md`, 'utf8')
    expect(markdown).toContain('](first-equity.svg)')

    const [, commands = ''] = /```sh\n([^]*?)```/.exec(markdown) ?? []
    const [command = ''] = commands.replaceAll('\\\n', ' ').split('\n')
    const words = command.trim().split(/\s+/).slice(2)
    const again = await cli(...words, '--json', '--quiet', '--fresh')
    expect(again.stderr).toBe('')
    expect(JSON.parse(again.stdout)).toMatchObject({ runId })

    const fromRecord = join(scratch, 'again.html')
    expect((await cli('report', runId.slice(0, 8), '--out', fromRecord)).code).toBe(0)
    expect(await readFile(fromRecord, 'utf8')).toBe(await readFile(`${base}.html`, 'utf8'))

    const counted = join(scratch, 'counted.md')
    await cli('report', runId, '--trials', 'record', '--md', '--out', counted)
    expect(await readFile(counted, 'utf8')).toContain('1 variant was tried, as the record of runs')
  })

  it('compares runs of the record', async () => {
    const other = await cli('backtest', '--dataset', sample, '--strategy', 'hold', '--json')
    const { runId } = z.object({ runId: z.string() }).parse(JSON.parse(other.stdout))
    const [first = ''] = (await readdir(join(scratch, 'runs'))).filter((name) => name !== runId)
    const out = join(scratch, 'compared.html')
    expect((await cli('compare', first, runId, '--out', out)).code).toBe(0)
    const page = await readFile(out, 'utf8')
    for (const words of ['B hold', 'halfWidthTicks', 'Compare with care']) {
      expect(page).toContain(words)
    }
  })

  it.each([
    [['report'], 'E_REPORT_OF'],
    [['report', '0123', '--dataset', sample], 'E_OPTIONS'],
    [['report', 'ffffffffffff'], 'E_RUN_NOT_FOUND'],
  ])('%j ends with 1 and %s', async (args, code) => {
    const run = await cli(...args, '--json')
    expect([run.code, run.stdout]).toEqual([1, ''])
    expect(JSON.parse(run.stderr)).toMatchObject({ error: { code } })
  })
})

it('words of a command reach a shell as they are', () => {
  const words = ['plain', 'a b', "it's", '$HOME `x` \\', 'x;rm', '', '*', '"', '~', 'ünï']
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${words.map(shellWord).join(' ')}`])
  expect(stdout.toString().split('\n').slice(0, -1)).toEqual(words)
})
