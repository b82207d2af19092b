import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCli } from './testing/run-cli.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tickwise-init-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const folder = join(scratch, 'research')

describe('init', () => {
  it('makes a folder in which a backtest needs no options', async () => {
    const made = await runCli(['init', 'research', '--json'], { cwd: scratch })
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(made.stdout)).toMatchObject({ folder: 'research' })
    const run = await runCli(['backtest', '--to', '2024-01-03', '--json', '-q'], { cwd: folder })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(run.stdout)).toMatchObject({
      strategy: { name: 'my-range', parameters: { halfWidthTicks: 600, meanHours: 6 } },
      dataset: { simulated: true },
    })
    const checked = await runCli(['config', 'check'], { cwd: folder })
    expect(checked.stdout).not.toContain('wrong')
    expect(checked.code).toBe(0)
  })

  it('has a configuration whose values are told by their place', async () => {
    const { stdout } = await runCli(
      ['config', 'show', '--resolved', '--asset', '0', '--strategy', 'hold', '--json'],
      { cwd: folder, env: { TICKWISE_IMPACT: 'taker' } },
    )
    const { settings } = JSON.parse(stdout) as {
      settings: { path: string; value: unknown; origin: { kind: string; source: string } }[]
    }
    const of = (path: string) => settings.find((setting) => setting.path === path)
    expect(of('asset')).toMatchObject({ value: '0', origin: { kind: 'flag', source: '--asset' } })
    expect(of('impact')).toMatchObject({
      origin: { kind: 'environment', source: 'TICKWISE_IMPACT' },
    })
    expect(of('dataset')).toMatchObject({ origin: { kind: 'file', source: 'tickwise.json:3' } })
    expect(of('parameters')).toMatchObject({ origin: { kind: 'default' } })
  })

  it('checks the values of a file and says where what was meant stands', async () => {
    const file = join(scratch, 'wrong.json')
    writeFileSync(file, '{\n  "strategy": "recentre",\n  "parameters": { "halfWidthTick": 3 } }')
    const values = await runCli(['config', 'check', '--config', file])
    expect(values.code).toBe(3)
    expect(values.stdout).toContain('halfWidthTicks')
    writeFileSync(file, '{\n\n  "impct": "taker", "keeper": { "chainID": 1 } }')
    const keys = await runCli(['config', 'check', '--config', file])
    expect(keys.code).toBe(3)
    expect(keys.stdout).toContain('wrong.json:3: impct is not a key; is impact meant?')
    expect(keys.stdout).toContain('wrong.json:3: keeper.chainID is not a key; is chainId meant?')
  })

  it('replaces nothing', async () => {
    const text = readFileSync(join(folder, 'tickwise.json'), 'utf8')
    const again = await runCli(['init', 'research', '--json'], { cwd: scratch })
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('E_EXISTS')
    expect(readFileSync(join(folder, 'tickwise.json'), 'utf8')).toBe(text)
  })
})
