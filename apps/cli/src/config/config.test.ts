import type { Command } from 'commander'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { readConfigFile, schemaLeaves } from '@tickwise/terminal/config'
import { configJsonSchema } from '../commands/config/schema.ts'
import { buildProgram } from '../program.ts'
import { configFaults, loadConfig, variableOf } from './load-config.ts'
import { configSchema } from './schema.ts'
import { answeredArguments, leftAlone, settings } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-cli-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = join(folder, 'tickwise.json')
const write = (content: unknown): void =>
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))

beforeEach(() => {
  vi.spyOn(process, 'cwd').mockReturnValue(join(folder, 'below'))
  mkdirSync(join(folder, 'below'), { recursive: true })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** What a command of the real tree would run with. */
interface Seen {
  readonly options: Record<string, unknown>
  readonly first: unknown
}

async function seenBy(...args: readonly string[]): Promise<Seen> {
  const program = buildProgram({ silent: true })
  let seen: Seen | undefined
  const catchAction = (command: Command): void => {
    command.commands.forEach(catchAction)
    if (command.commands.length > 0) return
    command.action((first: unknown) => void (seen = { options: command.opts(), first }))
  }
  catchAction(program)
  await program.parseAsync(['node', 'tickwise', ...args])
  return seen ?? { options: {}, first: undefined }
}

const optionsOf = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  (await seenBy(...args)).options

describe('where the value of an option comes from', () => {
  it('is the command line, then the environment, then the file, then the default', async () => {
    write({ dataset: 'd', strategy: 'recentre', impact: 'taker', asset: '1', runs: 'r', seed: 5 })
    vi.stubEnv('TICKWISE_ASSET', '0')
    vi.stubEnv('TICKWISE_RUNS', '/elsewhere')
    const options = await optionsOf('backtest', '--impact', 'counterfactual')
    expect(options).toMatchObject({
      dataset: join(folder, 'd'),
      strategy: 'recentre',
      impact: 'counterfactual',
      asset: '0',
      runs: '/elsewhere',
      seed: '5',
      models: 'models',
    })
  })

  it('takes parameters with their strategy only, and one by one', async () => {
    write({ dataset: 'd', strategy: './s.ts', parameters: { a: 1, b: true }, model: 'har' })
    expect(await optionsOf('backtest')).toMatchObject({
      strategy: join(folder, 's.ts'),
      param: { a: '1', b: 'true' },
      model: 'har',
    })
    expect((await optionsOf('backtest', '--param', 'a=2', 'c=3'))['param']).toEqual({
      a: '2',
      b: 'true',
      c: '3',
    })
    const other = await optionsOf('backtest', '--strategy', 'hold')
    expect(other).toMatchObject({ strategy: 'hold' })
    expect(other).not.toHaveProperty('param')
    expect(other).not.toHaveProperty('model')
    const same = await optionsOf('backtest', '--strategy', '../s.ts')
    expect(same).toMatchObject({ strategy: '../s.ts', param: { a: '1' } })
  })

  it('finds the file of a strategy by its name, from the folder that the name is meant from', async () => {
    for (const path of ['strategies', 'below/strategies']) {
      mkdirSync(join(folder, path), { recursive: true })
      writeFileSync(join(folder, path, 'wide.ts'), '')
    }
    write({ dataset: 'd', strategy: 'wide', parameters: { a: 1 } })
    const ofFile = { strategy: join(folder, 'strategies/wide.ts'), param: { a: '1' } }
    expect(await optionsOf('backtest')).toMatchObject(ofFile)
    const typed = await optionsOf('backtest', '--strategy', 'wide')
    expect(typed).toMatchObject({ strategy: './strategies/wide.ts' })
    expect(typed).not.toHaveProperty('param')
    expect((await seenBy('strategies', 'show', 'wide')).first).toBe('./strategies/wide.ts')
    vi.stubEnv('TICKWISE_STRATEGY', 'wide')
    expect(await optionsOf('backtest')).toMatchObject({ strategy: './strategies/wide.ts' })
  })

  it('leaves to a grid what it varies', async () => {
    write({ dataset: 'd', strategy: 'recentre', parameters: { a: 1, b: 2, c: 3 } })
    const options = await optionsOf('sweep', '--grid', 'a=1..3:1,c=4,5')
    expect(options['param']).toEqual({ b: '2' })
  })

  it('is one place for all of the capital', async () => {
    write({ dataset: 'd', strategy: 'hold', capital: { value: '5000' } })
    expect(await optionsOf('backtest')).toMatchObject({ capitalValue: '5000' })
    expect(await optionsOf('backtest', '--capital0', '1')).not.toHaveProperty('capitalValue')
  })

  it('replaces lists, and gives one endpoint where one is wanted', async () => {
    write({ rpcUrls: ['http://a.example', 'http://b.example'] })
    const fetching = ['data', 'fetch', '--pool', '0x0', '--from-block', '1', '--out', 'x']
    expect(await optionsOf(...fetching)).toMatchObject({
      rpc: ['http://a.example', 'http://b.example'],
    })
    expect(await optionsOf(...fetching, '--rpc', 'http://c.example')).toMatchObject({
      rpc: ['http://c.example'],
    })
    expect(await optionsOf('vault', 'status', '0x0')).toMatchObject({ rpcUrl: 'http://a.example' })
  })

  it('leaves alone what is another thing under the same name', async () => {
    write({ dataset: 'd', strategy: 'hold', model: 'mine', models: 'm' })
    expect(await optionsOf('walkforward', '--models', 'naive')).toMatchObject({
      models: 'naive',
      dataset: join(folder, 'd'),
    })
    expect(await optionsOf('walkforward', '--models', 'naive')).not.toHaveProperty('strategy')
    expect(await optionsOf('train', '--model', 'har')).toMatchObject({ model: 'har' })
    expect(await optionsOf('demo')).not.toHaveProperty('dataset')
    expect(await optionsOf('report', 'abc')).not.toHaveProperty('dataset')
    expect(await optionsOf('report')).toMatchObject({ dataset: join(folder, 'd') })
  })

  it('is still missed where nobody says it', async () => {
    write({ strategy: 'hold' })
    await expect(optionsOf('backtest')).rejects.toThrow('--dataset')
  })
})

describe('where the first argument of a command comes from', () => {
  const first = async (...args: readonly string[]): Promise<unknown> =>
    (await seenBy(...args)).first

  it('is the command line, then the environment, then the file', async () => {
    write({ dataset: 'd', strategy: './s.ts', model: 'mine', models: 'm' })
    expect(await first('data', 'check')).toBe(join(folder, 'd'))
    expect(await first('data', 'show', '--sql', 'SELECT 1')).toBe(join(folder, 'd'))
    expect(await first('strategies', 'show')).toBe(join(folder, 's.ts'))
    expect(await seenBy('models', 'verify')).toMatchObject({
      first: 'mine',
      options: { models: join(folder, 'm') },
    })
    vi.stubEnv('TICKWISE_DATASET', '/elsewhere')
    expect(await first('data', 'check')).toBe('/elsewhere')
    expect(await first('data', 'check', 'typed')).toBe('typed')
    expect(await first('strategies', 'show', 'hold')).toBe('hold')
  })

  it('is missed where nobody says it', async () => {
    write({ runs: 'r' })
    await expect(first('data', 'show')).rejects.toMatchObject({
      code: 'commander.missingArgument',
      message: expect.stringContaining('neither environment nor tickwise.json names a dataset'),
    })
  })
})

describe('faults of a file', () => {
  const faults = (content: unknown) => {
    write(content)
    return configFaults(readConfigFile(file))
  }

  it('name file, line and the key that was meant', async () => {
    const text = '{\n  "runs": "r",\n  "datset": "x",\n  "costs": {\n "gasPrice": 1 }\n}'
    expect(await faults(text)).toEqual([
      `${file}:3: datset is not a key; is dataset meant?`,
      `${file}:5: costs.gasPrice is not a key; is costs.gasPriceGwei meant?`,
    ])
    expect(await faults({ parameters: { a: 1 } })).toEqual([
      `${file}:2: parameters stands there without a strategy`,
    ])
    expect((await faults({ rpcUrls: 'ftp://secret' })).join()).not.toContain('secret')
  })

  it('stop commands, but not those that help', async () => {
    write('{ "datset": 1 }')
    await expect(optionsOf('backtest')).rejects.toMatchObject({ code: 'E_CONFIG' })
    await expect(optionsOf('runs', 'list')).rejects.toMatchObject({ code: 'E_CONFIG' })
    expect(await optionsOf('doctor')).toEqual({})
  })

  it('are told of TOML as well', async () => {
    const toml = join(folder, 'tickwise.toml')
    writeFileSync(toml, 'dataset = "d"\n[costs]\ngasPrice = 3\n')
    expect(await configFaults(readConfigFile(toml))).toEqual([
      `${toml}:3: costs.gasPrice is not a key; is costs.gasPriceGwei meant?`,
    ])
    rmSync(toml)
  })
})

describe('the settings', () => {
  it('are in docs/config.md, each with its variable, options and default', () => {
    const guide = readFileSync(new URL('../../../../docs/config.md', import.meta.url), 'utf8')
    const rows = guide.split('\n').map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    for (const setting of settings) {
      const row = rows.find(([, key]) => key === `\`${setting.path}\``)
      const options = setting.flags.map((flags) => flags.split(' ')[0] ?? '')
      expect(row?.slice(2, 5), setting.path).toEqual([
        `\`${variableOf(setting)}\``,
        [...new Set(options)].map((option) => `\`${option}\``).join(', '),
        setting.standard === '' ? '–' : setting.standard,
      ])
    }
  })

  it('are those of the schema, each with its meaning', () => {
    const leaves = schemaLeaves(configSchema)
    for (const { path, meaning } of leaves) expect(meaning, path).not.toBe('')
    const known = leaves.map(({ path }) => path).filter((path) => path !== '$schema')
    expect(settings.map(({ path }) => path)).toEqual(known.filter((path) => path !== 'keeper'))
  })

  it('stand for options that commands have', () => {
    const flags = new Set<string>()
    const names = new Set<string>()
    const optional = new Set<string>()
    const collect = (command: Command, name: string): void => {
      names.add(name)
      if (command.registeredArguments[0]?.required === false) optional.add(name)
      for (const option of command.options) flags.add(option.flags)
      for (const inner of command.commands) collect(inner, `${name} ${inner.name()}`.trim())
    }
    collect(buildProgram(), '')
    for (const setting of settings) {
      for (const flag of setting.flags) expect(flags, setting.path).toContain(flag)
    }
    for (const name of Object.keys(leftAlone)) expect(names).toContain(name)
    for (const [name, path] of Object.entries(answeredArguments)) {
      expect(optional, name).toContain(name)
      expect(settings.map((setting) => setting.path)).toContain(path)
    }
  })

  it('have a JSON Schema that editors understand, with the keeper', () => {
    const schema = z
      .looseObject({
        properties: z.record(z.string(), z.looseObject({})),
        additionalProperties: z.literal(false),
      })
      .parse(configJsonSchema())
    expect(Object.keys(schema.properties)).toContain('dataset')
    expect(JSON.stringify(schema.properties['keeper'])).toContain('maxSpendPerDayNative')
  })

  it('come from the environment too', async () => {
    write({})
    vi.stubEnv('TICKWISE_PARAMETERS', 'a=1 b=x=y')
    vi.stubEnv('TICKWISE_RPC_URL', 'http://a.example, http://b.example')
    const { environment } = await loadConfig({ env: process.env, folder })
    expect(environment.get('parameters')?.value).toEqual({ a: '1', b: 'x=y' })
    expect(environment.get('rpcUrls')?.value).toEqual(['http://a.example', 'http://b.example'])
  })
})
