import {
  findStrategy,
  parseParameters,
  strategies,
  type Decision,
  type RebalanceDecision,
} from '@tickwise/strategies'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fastParameters } from '../testing/fast-parameters.ts'
import { poolMarket, START } from '../testing/pool-market.ts'
import { scripted } from '../testing/scripted-strategy.ts'
import { attributionTerms } from './attribution.ts'
import { runBacktest } from './backtest.ts'
import type { BacktestResult } from './result.ts'
import type { Impact } from './settings.ts'

const { market, pool } = poolMarket({ seed: 21, swaps: 500 })
const last = pool.sqrtPriceX96
const FIRST = Math.ceil((START + 1) / 3600)
const impacts: Impact[] = ['taker', 'diluted', 'counterfactual']

/** Per interval: eight terms rounded down, two NAVs rounded down, and the wei of each mint. */
function expectClosed(result: BacktestResult): void {
  const change = BigInt(result.navEnd) - BigInt(result.navStart)
  const sum = attributionTerms.reduce((total, name) => total + BigInt(result.attribution[name]), 0n)
  expect(sum).toBe(change)
  const { feesSoFar, lvrSoFar } = result.equity.at(-1)!
  expect([feesSoFar, lvrSoFar]).toEqual([result.attribution.fees, result.attribution.lvr])
  result.attributionIntervals.forEach((interval, i) => {
    const terms = attributionTerms.reduce((total, name) => total + BigInt(interval[name]), 0n)
    expect(terms).toBe(BigInt(interval.navEnd) - BigInt(interval.navStart))
    const next = result.attributionIntervals[i + 1]
    if (next !== undefined) expect(next.navStart).toBe(interval.navEnd)
    const mints =
      result.actions.find(({ timestamp }) => timestamp === interval.to)?.ranges.length ?? 0
    const highest = Math.max(...result.equity.map(({ price }) => price))
    const bound = 10 + mints * (1 + Math.ceil(highest))
    expect(Math.abs(Number(interval.rounding))).toBeLessThanOrEqual(bound)
  })
}

describe('attribution', () => {
  for (const impact of impacts) {
    it(`closes to the unit for every built-in strategy (${impact})`, () => {
      for (const { name } of strategies) {
        const strategy = findStrategy(name)
        const params = parseParameters(strategy, fastParameters(name))
        for (const asset of [0, 1] as const) {
          const settings = { impact, asset, capital: { value: 10n ** 18n }, gasPriceWei: 10n ** 9n }
          const result = runBacktest(market, strategy, params, settings)
          expectClosed(result)
          expect(BigInt(result.attribution.fees)).toBeGreaterThanOrEqual(0n)
          const marks = BigInt(result.equity.length * 12)
          expect(BigInt(result.attribution.lvr)).toBeLessThanOrEqual(marks * 4n)
        }
      }
    })
  }

  const range = fc
    .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 80 }), fc.nat(3333))
    .map(([low, width, weight]) => ({
      tickLower: low * 60,
      tickUpper: (low + width) * 60,
      weightBps: weight + 1,
    }))
  const rebalance = fc
    .record({
      swap: fc.constantFrom('to-ratio' as const, 'none' as const),
      ranges: fc.uniqueArray(range, {
        maxLength: 3,
        selector: ({ tickLower, tickUpper }) => `${tickLower}:${tickUpper}`,
      }),
    })
    .map((shape): RebalanceDecision => ({ kind: 'rebalance', reason: 'drawn', ...shape }))
  const exit: Decision = { kind: 'rebalance', swap: 'none', ranges: [], reason: 'out' }

  it('and tokens are conserved: what the actions say explains the holdings at the end', () => {
    fc.assert(
      fc.property(
        fc.array(rebalance, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...impacts),
        fc.bigInt({ min: 10n ** 9n, max: 10n ** 18n }),
        fc.bigInt({ min: 10n ** 9n, max: 10n ** 18n }),
        (decisions, impact, amount0, amount1) => {
          const strategy = scripted([...decisions, exit], FIRST)
          const settings = { impact, capital: { amount0, amount1 }, gasPriceWei: 0n }
          const result = runBacktest(market, strategy, { epochSeconds: 3600 }, settings)
          expectClosed(result)
          let idle0 = amount0
          let idle1 = amount1
          for (const action of result.actions) {
            idle0 += BigInt(action.burned0) + BigInt(action.collected0)
            idle1 += BigInt(action.burned1) + BigInt(action.collected1)
            if (action.swap !== undefined) {
              const { zeroForOne, amountIn, amountOut } = action.swap
              idle0 += zeroForOne ? -BigInt(amountIn) : BigInt(amountOut)
              idle1 += zeroForOne ? BigInt(amountOut) : -BigInt(amountIn)
            }
            for (const placed of action.ranges) {
              idle0 -= BigInt(placed.amount0)
              idle1 -= BigInt(placed.amount1)
            }
            expect(idle0 >= 0n && idle1 >= 0n).toBe(true)
          }
          if (impact === 'counterfactual') {
            const price = result.equity.at(-1)!.price
            const nav = Number(result.navEnd)
            const difference = Number(idle1) + Number(idle0) * price - nav
            expect(Math.abs(difference)).toBeLessThanOrEqual(1 + nav * 1e-12)
          } else {
            expect(BigInt(result.navEnd)).toBe(idle1 + ((idle0 * last * last) >> 192n))
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})
