import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { weiOfGwei, weiOfNative } from './amounts.ts'
import { flagLayer } from './layers.ts'
import { environmentName, leaves } from './leaves.ts'
import { loadConfig } from './load.ts'
import { shownConfig } from './show.ts'

const folder = mkdtempSync(join(tmpdir(), 'tickwise-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const vault = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640'
const keeper = {
  rpcUrls: ['https://rpc.example/v3/a-secret-key'],
  chainId: 42161,
  vaults: [{ vault, strategy: 'volatility-band', model: 'har' }],
}

const written = (content: unknown): string => {
  const file = join(folder, 'tickwise.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const load = (
  section: object,
  {
    env = {},
    set = {},
  }: { env?: Readonly<Record<string, string>>; set?: Readonly<Record<string, string>> } = {},
) => loadConfig({ file: written({ keeper: section }), flags: flagLayer({}, set), env, folder })

const fault = (
  run: () => unknown,
): { readonly code: string; readonly message: string; readonly hint?: string } => {
  try {
    run()
  } catch (error) {
    return error as { code: string; message: string; hint: string }
  }
  throw new TypeError('nothing was thrown')
}

describe('where a value comes from', () => {
  it('is a flag before the environment before the file before the default', () => {
    const limits = { breakSeconds: 5, maxLossPerDayBps: 6 }
    const env = {
      TICKWISE_KEEPER_LIMITS_BREAK_SECONDS: '7',
      TICKWISE_KEEPER_LIMITS_MAX_CONSECUTIVE_FAILURES: '8',
    }
    const set = { 'limits.breakSeconds': '9' }
    const { config, origins } = load({ ...keeper, limits }, { env, set })
    expect(config.limits).toMatchObject({
      breakSeconds: 9,
      maxConsecutiveFailures: 8,
      maxLossPerDayBps: 6,
      minBalanceNative: '0.02',
    })
    expect(origins.get('limits.breakSeconds')).toEqual({ kind: 'flag', source: '--set' })
    expect(origins.get('limits.maxConsecutiveFailures')).toEqual({
      kind: 'environment',
      source: 'TICKWISE_KEEPER_LIMITS_MAX_CONSECUTIVE_FAILURES',
    })
    expect(origins.get('limits.maxLossPerDayBps')?.kind).toBe('file')
    expect(origins.get('limits.minBalanceNative')).toEqual({ kind: 'default', source: '' })
  })

  it('may be the variable that the other commands use, with several endpoints', () => {
    const env = { TICKWISE_RPC_URL: 'http://one.example, http://two.example' }
    const { config, origins } = load(keeper, { env })
    expect(config.rpcUrls).toEqual(['http://one.example', 'http://two.example'])
    expect(origins.get('rpcUrls')?.source).toBe('TICKWISE_RPC_URL')
  })
})

it('means paths of a file from its folder and leaves models with a name alone', () => {
  writeFileSync(join(folder, 'model.json'), '{}')
  const vaults = [...keeper.vaults, { vault, strategy: 'hold', model: 'model.json' }]
  const { config } = load({ ...keeper, vaults, signer: { keystore: 'key.json' } })
  expect(config.signer.keystore).toBe(join(folder, 'key.json'))
  expect(config.journal).toBe(join(folder, 'keeper.sqlite'))
  expect(config.vaults.map(({ model }) => model)).toEqual(['har', join(folder, 'model.json')])
})

describe('faults', () => {
  it('names the key that was meant', () => {
    expect(fault(() => load({ ...keeper, limits: { minBalance: '1' } })).message).toContain(
      'limits.minBalance is not a key; is limits.minBalanceNative meant?',
    )
    const vaults = [{ ...keeper.vaults[0], stratgy: 'hold' }]
    expect(fault(() => load({ ...keeper, vaults })).message).toContain(
      'vaults[0].stratgy is not a key; is vaults[0].strategy meant?',
    )
    const env = { TICKWISE_KEEPER_JOURNL: 'x' }
    expect(fault(() => load(keeper, { env })).hint).toBe('is TICKWISE_KEEPER_JOURNAL meant?')
    expect(fault(() => load(keeper, { set: { 'limits.minBalanceNativ': '1' } })).hint).toBe(
      'is limits.minBalanceNative meant?',
    )
  })

  it('tells all of them at once', () => {
    const { code, message } = fault(() => load({ rpcUrls: [], limits: { breakSeconds: 0 } }))
    expect(code).toBe('E_CONFIG')
    for (const part of ['chainId is missing', 'vaults', 'rpcUrls', 'limits.breakSeconds']) {
      expect(message).toContain(part)
    }
  })

  it('wants amounts as exact decimals in quotes', () => {
    for (const value of [0.05, '1e-3', '-1', '0.0000000000000000001']) {
      expect(fault(() => load({ ...keeper, limits: { minBalanceNative: value } })).code).toBe(
        'E_CONFIG',
      )
    }
    expect(weiOfNative('0.000000000000000001')).toBe(1n)
    expect(weiOfGwei('1.5')).toBe(1_500_000_000n)
  })

  it('does not repeat what may be secret', () => {
    const rpcUrls = ['ftp://secret-key.example/secret-key']
    expect(fault(() => load({ ...keeper, rpcUrls })).message).not.toContain('secret-key')
    const broken = '{"keeper": {"rpcUrls": [https://rpc.example/secret-key]}}'
    const error = fault(() =>
      loadConfig({ file: written(broken), flags: flagLayer({}), env: {}, folder }),
    )
    expect(error.code).toBe('E_CONFIG_FILE')
    expect(JSON.stringify(error)).not.toContain('secret-key')
    expect((error as { cause?: unknown }).cause).toBeUndefined()
  })

  it('refuses a file without its section and files that are not there', () => {
    const flags = flagLayer({})
    const file = written({ keper: keeper })
    expect(fault(() => loadConfig({ file, flags, env: {}, folder })).code).toBe('E_CONFIG')
    const missing = { file: join(folder, 'none.json'), flags, env: {}, folder }
    expect(fault(() => loadConfig(missing)).code).toBe('E_CONFIG_FILE')
  })
})

it('shows endpoints as hosts only', () => {
  const shown = shownConfig(load(keeper))
  expect(shown.find(({ path }) => path === 'rpcUrls')?.value).toEqual(['https://rpc.example/…'])
  expect(JSON.stringify(shown)).not.toContain('a-secret-key')
})

it('says of every key what it means, and gives it a variable of its own', () => {
  for (const { path, meaning } of leaves()) expect(meaning, path).not.toBe('')
  const names = leaves().map(({ path }) => environmentName(path))
  expect(new Set(names).size).toBe(names.length)
  expect(environmentName('limits.minBalanceNative')).toBe(
    'TICKWISE_KEEPER_LIMITS_MIN_BALANCE_NATIVE',
  )
})

it('is in docs/keeper.md, every key with its default', () => {
  const guide = readFileSync(new URL('../../../../docs/keeper.md', import.meta.url), 'utf8')
  for (const { path, standard, required } of leaves()) {
    const cell = standard === undefined ? (required ? 'required' : '–') : `\`${standard}\``
    const row = guide.split('\n').find((line) => line.startsWith(`| \`${path}\``))
    expect(row?.split('|')[2]?.trim(), path).toBe(cell)
  }
})
