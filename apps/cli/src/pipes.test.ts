import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositoryRoot, runCli } from './testing/run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-pipes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sample = join(repositoryRoot, 'data/sample')
const run = ['--dataset', sample, '--strategy', 'recentre', '--to', '2024-01-02']
let ids: readonly string[] = []

beforeAll(async () => {
  mkdirSync(join(folder, 'empty'))
  writeFileSync(join(folder, 'tickwise.json'), '{ "strategy": "hold", "runs": "kept" }')
  const made = await Promise.all(
    ['300', '600'].map((width) =>
      runCli(['backtest', ...run, '--param', `halfWidthTicks=${width}`, '--json'], {
        cwd: folder,
        env: { TICKWISE_RUNS: join(folder, 'kept') },
      }),
    ),
  )
  ids = made.map(({ stdout }) => (JSON.parse(stdout) as { runId: string }).runId)
})

/** Commands, with `$0` and `$1` for the runs that were made, and how they end. */
const commands: readonly (readonly [string, 0 | 1 | 3])[] = [
  [`backtest ${run.join(' ')} --param halfWidthTicks=300`, 0],
  ['backtest --dataset empty', 1],
  [`check lookahead ${run.join(' ')}`, 0],
  ['compare $0 $1', 0],
  ['compare $0', 1],
  ['completion zsh', 0],
  ['config check', 0],
  ['config check --config nowhere.json', 1],
  ['config schema', 0],
  ['config show --resolved', 0],
  ['data check empty', 1],
  ['data list empty', 0],
  [`data show ${sample}`, 0],
  [`features show --dataset ${sample} --to 2024-01-02`, 0],
  ['help', 0],
  ['help exit-codes', 0],
  ['help nothing', 1],
  ['init .', 1],
  ['keeper config check', 1],
  ['models list', 0],
  ['models show none', 1],
  [`position verify --dataset ${sample} --range -887270:887270 --liquidity 1000000`, 0],
  ['report $0 --md --out report.md', 0],
  ['runs list', 0],
  ['runs list --filter nothing>1', 1],
  ['runs show $0', 0],
  ['runs export $0 --csv --out tables', 0],
  ['strategies list', 0],
  ['strategies show recentre', 0],
  ['strategies show ./missing.ts', 1],
  ['vault status 0x0000000000000000000000000000000000000001', 1],
  ['verify 0x12', 1],
]

const words = (line: string): readonly string[] =>
  line.split(' ').map((word) => (/^\$\d$/.test(word) ? (ids[Number(word[1])] ?? '') : word))

const env = { TICKWISE_RUNS: '', TICKWISE_RPC_URL: '' }
const escape = '\u001b'

describe('a command in a pipe', () => {
  it.each(commands)(
    '%s ends with %i, clean on stdout, one document with --json',
    async (line, code) => {
      const text = await runCli(words(line), { cwd: folder, env })
      expect(text.code, text.stderr).toBe(code)
      expect(text.stdout + text.stderr).not.toContain(escape)
      if (code === 1) {
        expect(text.stdout).toBe('')
        expect(text.stderr).toMatch(/^error: .+\(E_[A-Z0-9_]+\)/m)
      } else expect(text.stdout.trim()).not.toBe('')

      // What was written before is in the way of what writes: another name.
      const again = words(line.replace('report.md', 'report2.md').replace('tables', 'tables2'))
      const json = await runCli([...again, '--json'], { cwd: folder, env })
      expect(json.code, json.stderr).toBe(code)
      if (code === 1) {
        expect(json.stdout).toBe('')
        const last = json.stderr.trim().split('\n').at(-1) ?? ''
        expect(JSON.parse(last)).toMatchObject({ error: { exitCode: 1 } })
      } else expect(() => JSON.parse(json.stdout) as unknown).not.toThrow()
    },
  )

  it('is a stream of documents with --jsonl, the last one its end', async () => {
    for (const [line, code] of [
      ['runs list', 0],
      ['strategies show none', 1],
    ] as const) {
      const { stdout, code: ended } = await runCli([...words(line), '--jsonl'], {
        cwd: folder,
        env,
      })
      const events = stdout
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as { type: string })
      expect(events[0]?.type).toBe('started')
      expect(events.at(-1)?.type).toBe(code === 0 ? 'result' : 'error')
      expect(ended).toBe(code)
    }
  })
})
