import { UserError } from '@tickwise/amm'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import { describe, expect, it } from 'vitest'
import { marketOf, poolMarket, START } from '../testing/pool-market.ts'
import { defaultAsset, nativeToken } from '../vault/asset.ts'
import { runBacktest } from './backtest.ts'
import { gasPriceAt } from './gas.ts'
import type { RunSettings } from './settings.ts'

const { market } = poolMarket({ seed: 41, swaps: 100 })
const strategy = findStrategy('hold')
const params = parseParameters(strategy, {})

function codeOf(settings: RunSettings, of = market): string {
  try {
    runBacktest(of, strategy, params, settings)
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
  return 'none'
}

describe('run settings', () => {
  it.each<[string, RunSettings]>([
    ['E_WINDOW_EMPTY', { from: START + 10 ** 8 }],
    ['E_WINDOW_EMPTY', { to: START - 1 }],
    ['E_WINDOW_EMPTY', { from: START + 5000, to: START + 4000 }],
    ['E_CAPITAL', { capital: { value: 0n } }],
    ['E_CAPITAL', { capital: { amount0: -1n, amount1: 5n } }],
    ['E_SETTING_DELAY', { delaySeconds: 3000, confirmationSeconds: 600 }],
    ['E_SETTING_VALUE', { delaySeconds: -1 }],
    ['E_SETTING_VALUE', { failureProbability: 1.5 }],
    ['E_SETTING_VALUE', { markoutSeconds: 0 }],
    ['E_SETTING_VALUE', { managementFeeBps: 0.5 }],
    ['E_SETTING_VALUE', { from: START + 0.5 }],
    ['E_SETTING_VALUE', { to: START + 4000.5 }],
    ['E_SETTING_VALUE', { seed: Number.NaN }],
    ['E_SETTING_VALUE', { gasPriceWei: -1n }],
    ['E_SETTING_VALUE', { l1FeeWei: -1n }],
    ['E_SETTING_VALUE', { nativePrice: -1n }],
    ['E_SETTING_VALUE', { gas: { mint: 1n, burn: -1n, swap: 1n } }],
    ['E_SETTING_VALUE', { gasPriceWei: { timestamp: [], wei: [] } }],
    ['E_SETTING_VALUE', { gasPriceWei: { timestamp: [2, 1], wei: [1n, 1n] } }],
    ['E_SETTING_VALUE', { gasPriceWei: { timestamp: [1, 2], wei: [1n] } }],
    ['E_SETTING_VALUE', { gasPriceWei: { timestamp: [1], wei: [-1n] } }],
  ])('refuses with %s: %o', (code, settings) => {
    expect(codeOf(settings)).toBe(code)
  })

  it('leaves gas out and says so where its currency has no price, and refuses a gas price without one', () => {
    const stables = [
      { symbol: 'DAI', decimals: 18 },
      { symbol: 'USDC', decimals: 18 },
    ] as const
    const other = { ...market, tokens: stables }
    expect(codeOf({ gasPriceWei: 10n ** 9n }, other)).toBe('E_NATIVE_PRICE')
    const { warnings, attribution } = runBacktest(other, strategy, params, {})
    expect(warnings.join('\n')).toContain('gas is not counted')
    expect(attribution.gas).toBe('0')
    expect(codeOf({ nativePrice: 3000n * 10n ** 18n }, other)).toBe('none')
    expect(codeOf({ gasPriceWei: 0n }, other)).toBe('none')
  })

  it('refuses data without a price', () => {
    expect(codeOf({}, { ...marketOf([]), startState: { kind: 'fresh' } })).toBe('E_DATA_EMPTY')
  })

  it('warns of what it assumed', () => {
    const { warnings } = runBacktest(market, strategy, params, {})
    expect(warnings.join('\n')).toContain('simulated')
    expect(warnings.join('\n')).toContain('3.5 gwei')
  })

  it('steps through a series of gas prices', () => {
    const series = { timestamp: [100, 200], wei: [5n, 9n] }
    expect([50, 100, 199, 200, 999].map((time) => gasPriceAt(series, time))).toEqual([
      5n,
      5n,
      5n,
      9n,
      9n,
    ])
  })
})

describe('tokens by symbol', () => {
  const pair = (a: string, b: string) =>
    [
      { symbol: a, decimals: 18 },
      { symbol: b, decimals: 18 },
    ] as const

  it('counts in the stable coin, else in token1', () => {
    expect(defaultAsset(pair('USDC', 'WETH'))).toBe(0)
    expect(defaultAsset(pair('WETH', 'sUSDC'))).toBe(1)
    expect(defaultAsset(pair('WBTC', 'WETH'))).toBe(1)
    expect(defaultAsset(pair('USDC', 'DAI'))).toBe(1)
  })

  it("knows the chain's own currency", () => {
    expect(nativeToken(1, pair('USDC', 'WETH'))).toBe(1)
    expect(nativeToken(137, pair('WMATIC', 'USDT'))).toBe(0)
    expect(nativeToken(137, pair('USDC', 'WETH'))).toBeUndefined()
  })
})
