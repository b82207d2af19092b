import {
  decisionStep,
  defineStrategy,
  findStrategy,
  parseParameters,
  strategies,
  type Decision,
  type MarketView,
} from '@tickwise/strategies'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { poolMarket } from '../testing/pool-market.ts'
import { checkDeterminism } from './determinism.ts'
import { firstDifference } from './first-difference.ts'
import { checkLookahead } from './lookahead.ts'

const { market } = poolMarket({ seed: 31, swaps: 600 })
const { columns } = market
const params = { epochSeconds: 3600 }
const settings = { gasPriceWei: 0n, capital: { amount0: 10n ** 18n, amount1: 10n ** 18n } }

/** Asks `centre` where to sit at every epoch. */
function sitting(centre: (view: MarketView) => number) {
  return defineStrategy({
    name: 'sitting',
    title: 'sits where it is told',
    parameters: z.object(decisionStep),
    warmupSeconds: () => 0,
    decide: (view): Decision => {
      const middle = Math.round(centre(view) / 60) * 60
      return {
        kind: 'rebalance',
        swap: 'none',
        ranges: [{ tickLower: middle - 120, tickUpper: middle + 120, weightBps: 10_000 }],
        reason: 'told',
      }
    },
  })
}

describe('look-ahead check', () => {
  it('passes every built-in strategy and leaves the market as it was', () => {
    const before = columns.sqrtPriceX96.slice()
    for (const { name } of strategies) {
      const strategy = findStrategy(name)
      const fast = name === 'volatility-band' ? { lookbackEpochs: 4, recentreBps: 2000 } : {}
      const report = checkLookahead(market, strategy, parseParameters(strategy, fast), settings)
      expect(report).toMatchObject({ passed: true, differences: [] })
      expect(report.checked).toBeGreaterThan(5)
    }
    expect(columns.sqrtPriceX96).toEqual(before)
  })

  it('catches a strategy that kept the data and reads the next hour in it', () => {
    const oracle = sitting((view) => {
      const later = view.decisionTime + 3600
      let tick = view.tick
      for (let row = 0; row < columns.length && columns.timestamp[row]! <= later; row++) {
        if (columns.kind[row] === 1) tick = columns.tickA[row]!
      }
      return tick
    })
    const report = checkLookahead(market, oracle, params, settings)
    expect(report.passed).toBe(false)
    expect(report.differences.length).toBeGreaterThan(3)
  })

  it('catches a strategy that remembers later views from an earlier run', () => {
    let highest = -Infinity
    const remembering = sitting((view) => (highest = Math.max(highest, view.tick)))
    expect(checkLookahead(market, remembering, params, settings).passed).toBe(false)
  })

  it('catches a counter and a random draw', () => {
    let calls = 0
    const counting = sitting(() => 60 * (calls++ % 50))
    expect(checkLookahead(market, counting, params, settings).passed).toBe(false)
    const drawing = sitting(() => Math.floor(Math.random() * 6000))
    expect(checkLookahead(market, drawing, params, settings).passed).toBe(false)
  })

  it('checks as many decisions as it is told, the last one among them', () => {
    const strategy = findStrategy('hold')
    const report = checkLookahead(market, strategy, parseParameters(strategy, {}), settings, {
      maxDecisions: 3,
    })
    expect(report.checked).toBe(3)
  })
})

describe('determinism check', () => {
  it('passes a pure strategy in every setting', () => {
    const strategy = findStrategy('recentre')
    const values = parseParameters(strategy, { halfWidthTicks: 300, thresholdTicks: 120 })
    for (const impact of ['taker', 'diluted', 'counterfactual'] as const) {
      const report = checkDeterminism(market, strategy, values, { ...settings, impact })
      expect(report).toMatchObject({ passed: true })
    }
  })

  it('catches a counter, a random draw and a memory, and says where', () => {
    let calls = 0
    const counting = sitting(() => 60 * (calls++ % 47))
    const report = checkDeterminism(market, counting, params, settings)
    expect(report.passed).toBe(false)
    expect(report.difference?.path).toMatch(/^\$\./)
    const drawing = sitting(() => Math.floor(Math.random() * 6000))
    expect(checkDeterminism(market, drawing, params, settings).passed).toBe(false)
    const met = new Set<number>()
    const remembering = sitting((view) => {
      const again = met.has(view.decisionTime)
      met.add(view.decisionTime)
      return again ? 600 : 0
    })
    expect(checkDeterminism(market, remembering, params, settings).passed).toBe(false)
  })
})

describe('first difference', () => {
  it('names the path', () => {
    expect(firstDifference({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toEqual({
      path: '$.a[1].b',
      first: 2,
      second: 3,
    })
    expect(firstDifference({ a: 1 }, { a: 1, b: undefined })).toBeUndefined()
    expect(firstDifference([1], [1, 2])?.path).toBe('$[1]')
  })
})
