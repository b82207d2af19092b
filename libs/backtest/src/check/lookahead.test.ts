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
import { kindCode, rowCountAtTime, type PoolEventColumns } from '@tickwise/amm'
import { asking, forecasterBy } from '../testing/asking-strategy.ts'
import { fastParameters } from '../testing/fast-parameters.ts'
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
      const report = checkLookahead(
        market,
        strategy,
        parseParameters(strategy, fastParameters(name)),
        settings,
      )
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

/** Tick after the last price event up to a time. */
function tickAt(of: PoolEventColumns, time: number): number {
  let row = rowCountAtTime(of, time) - 1
  while (row >= 0 && of.kind[row] !== kindCode.swap) row--
  return row < 0 ? 0 : of.tickA[row]!
}

describe('look-ahead check of forecasts', () => {
  const check = (forecaster: Parameters<typeof checkLookahead>[4] & object) =>
    checkLookahead(market, asking(), params, settings, forecaster)

  it('passes a forecaster that knows the view, and one that learns from the market up to it', () => {
    const honest = check({ forecaster: () => forecasterBy((view) => view.tick) })
    expect(honest).toMatchObject({ passed: true, differences: [] })
    expect(honest.checked).toBeGreaterThan(5)
    const learnt = check({
      forecaster: (given) => forecasterBy((view) => tickAt(given.columns, view.timestamp)),
    })
    expect(learnt).toMatchObject({ passed: true })
  })

  it("catches tomorrow's price, read from a dataset that the forecaster kept", () => {
    const poisoned = forecasterBy((view) => tickAt(columns, view.timestamp + 86_400))
    const report = check({ forecaster: () => poisoned })
    expect(report.passed).toBe(false)
    expect(report.differences.length).toBeGreaterThan(3)
    expect(report.differences[0]!.inRun).toContain('"forecasts"')
  })

  it("catches tomorrow's return as a feature, computed once for the whole market", () => {
    const report = check({
      forecaster: (given) => {
        const { timestamp, length } = given.columns
        const returns = new Map<number, number>()
        for (let time = timestamp[0]!; time <= timestamp[length - 1]!; time++) {
          if (time % 3600 === 0) {
            const tomorrow = tickAt(given.columns, time + 86_400)
            returns.set(time / 3600, tomorrow - tickAt(given.columns, time))
          }
        }
        return forecasterBy((view) => returns.get(Math.floor(view.timestamp / 3600)) ?? 0)
      },
    })
    expect(report.passed).toBe(false)
    expect(report.differences.length).toBeGreaterThan(3)
  })

  it('catches a forecast that is scaled by the whole history, though no decision changes', () => {
    const holding = { ...asking(), decide: () => ({ kind: 'hold' as const, reason: 'whatever' }) }
    const forecaster = (given: typeof market) =>
      forecasterBy((view) => view.tick - given.columns.length)
    const report = checkLookahead(market, holding, params, settings, { forecaster })
    expect(report.passed).toBe(false)
    expect(report.differences.length).toBeGreaterThan(3)
    expect(report.prefixDifference?.path).toContain('forecasts')
  })

  it('catches a forecaster that remembers what it was asked', () => {
    let asked = 0
    const remembering = forecasterBy(() => asked++)
    expect(check({ forecaster: () => remembering }).passed).toBe(false)
  })
})

describe('determinism check', () => {
  it('covers forecasts', () => {
    let asked = 0
    const counting = forecasterBy(() => 60 * (asked++ % 41))
    const run = (forecaster: typeof counting) =>
      checkDeterminism(market, asking(), params, settings, { forecaster: () => forecaster })
    expect(run(counting).passed).toBe(false)
    expect(run(forecasterBy((view) => view.tick)).passed).toBe(true)
  })

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
