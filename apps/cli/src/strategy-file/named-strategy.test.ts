import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../testing/run-cli.ts'
import { createUiServices } from '../ui/services/create-services.ts'
import { namedStrategy, ownStrategies } from './named-strategy.ts'

const strategy = `import { z } from 'zod'
import { decisionStep, defineStrategy, hold } from '@tickwise/strategies'
export default defineStrategy({
  name: 'mine', title: 'a test', parameters: z.object({ ...decisionStep }),
  warmupSeconds: () => 0, decide: () => hold('always'),
})
`
const before = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'tickwise-named-strategy-'))

beforeAll(() => {
  mkdirSync(join(folder, 'strategies'))
  const files = ['near.mts', 'strategies/far.ts', 'strategies/near.ts', 'strategies/hold.ts']
  for (const file of files) writeFileSync(join(folder, file), strategy)
  writeFileSync(join(folder, 'strategies/far.test.ts'), '')
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true, force: true })
})

describe('a strategy by its name', () => {
  it('is a built-in one, then a file here, then one in strategies/', async () => {
    expect(await namedStrategy('hold')).toBe('hold')
    expect(await namedStrategy('near')).toBe('./near.mts')
    expect(await namedStrategy('far')).toBe('./strategies/far.ts')
    expect(await namedStrategy('far', join(folder, 'elsewhere'))).toBe('far')
    expect(await namedStrategy('nobody')).toBe('nobody')
    expect((await ownStrategies()).map(({ name }) => name)).toEqual(['near', 'far', 'hold', 'near'])
  })

  it('is found by the command line, which says where it has looked for one that is not there', async () => {
    const shown = await runCli(['strategies', 'show', 'far'], { cwd: folder })
    expect(shown.stdout).toContain('mine: a test')
    const { code, stderr } = await runCli(['strategies', 'show', 'fat'], { cwd: folder })
    expect(code).toBe(1)
    expect(stderr).toContain('there is no strategy "fat" (E_STRATEGY_UNKNOWN)')
    expect(stderr).toContain('looked for: a built-in one, ./fat.ts, ./strategies/fat.ts')
    expect(stderr).toContain('did you mean far?')
  })

  it('is found by the screens, which list what a name can be', async () => {
    const services = createUiServices({ data: 'data', runs: 'runs', models: 'models' })
    const listed = await services.strategies()
    expect(listed.filter(({ name }) => name.startsWith('./'))).toMatchObject([
      { name: './near.mts', alias: 'near' },
      { name: './strategies/far.ts', alias: 'far' },
      { name: './strategies/hold.ts' },
      { name: './strategies/near.ts' },
    ])
    expect(listed.filter(({ alias }) => alias !== undefined)).toHaveLength(2)
    const { signal } = new AbortController()
    await expect(services.strategy('fat', signal, () => undefined)).rejects.toMatchObject({
      code: 'E_STRATEGY_UNKNOWN',
      hint: 'did you mean far?',
    })
    const leave = new AbortController()
    const titles: (string | undefined)[] = []
    await services.strategy('far', leave.signal, ({ form }) => {
      titles.push(form?.title)
      leave.abort()
    })
    expect(titles).toEqual(['a test'])
  })
})
