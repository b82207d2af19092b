import { describe, expect, it } from 'vitest'
import { computeMetrics, SECONDS_PER_YEAR, type MetricsInput } from './metrics.ts'

const DAY = 86_400
const noTotals: MetricsInput['totals'] = {
  fees: 0n,
  lvr: null,
  divergence: 0n,
  gas: 0n,
  swapped: 0n,
  rebalances: 0,
  secondsInRange: 0,
}

function daily(values: readonly bigint[], changes: Partial<MetricsInput> = {}): MetricsInput {
  return {
    equity: values.map((nav, i) => ({ timestamp: 1_700_000_000 + i * DAY, nav })),
    hodl: values.map(() => 100n),
    intervalSeconds: DAY,
    totals: noTotals,
    ...changes,
  }
}

describe('computeMetrics by hand', () => {
  // Returns +10 %, −10 %, +10 %: mean 1/30, sample deviation √(4/300).
  const metrics = computeMetrics(
    daily([1000n, 1100n, 990n, 1089n], {
      hodl: [1000n, 1050n, 997n, 1047n],
      totals: {
        fees: 50n,
        lvr: 20n,
        divergence: -30n,
        gas: 5n,
        swapped: 2089n,
        rebalances: 2,
        secondsInRange: 1.5 * DAY,
      },
    }),
  )

  it('returns by real time', () => {
    expect(metrics.seconds).toBe(3 * DAY)
    expect(metrics.totalReturn).toBeCloseTo(0.089, 12)
    expect(metrics.hodlReturn).toBeCloseTo(0.047, 12)
    expect(metrics.excessReturn).toBeCloseTo(0.042, 12)
    expect(metrics.annualisedReturn).toBeCloseTo(1.089 ** (365 / 3) - 1, 6)
  })

  it('risk', () => {
    const deviation = Math.sqrt(4 / 300)
    expect(metrics.volatility).toBeCloseTo(deviation * Math.sqrt(365), 12)
    expect(metrics.sharpe).toBeCloseTo((1 / 30 / deviation) * Math.sqrt(365), 10)
    expect(metrics.sortino).toBeCloseTo((1 / 30 / Math.sqrt(0.01 / 3)) * Math.sqrt(365), 10)
    expect(metrics.maxDrawdown).toBeCloseTo(0.1, 12)
    expect(metrics.maxDrawdownSeconds).toBe(2 * DAY)
    expect(metrics.calmar).toBeCloseTo((1.089 ** (365 / 3) - 1) / 0.1, 4)
    expect(metrics.valueAtRisk95).toBeNull()
  })

  it('what a liquidity provider asks', () => {
    const meanNav = 4179 / 4
    expect(metrics.feeApr).toBeCloseTo(((50 / meanNav) * 365) / 3, 12)
    expect(metrics.timeInRange).toBe(0.5)
    expect(metrics.turnover).toBeCloseTo(2089 / meanNav, 12)
    expect(metrics.gasShare).toBe(0.1)
    expect(metrics.feesMinusLvr).toBe(0.03)
    expect(metrics.divergenceLoss).toBe(0.03)
    expect(metrics.rebalances).toBe(2)
  })
})

describe('computeMetrics where the data say nothing', () => {
  it('a flat NAV has no ratios and no losses', () => {
    const metrics = computeMetrics(daily([100n, 100n, 100n]))
    expect(metrics).toMatchObject({ totalReturn: 0, sharpe: null, beta: null, calmar: null })
    expect(metrics).toMatchObject({ maxDrawdown: 0, volatility: null, gasShare: null })
  })

  it.each([
    ['no point', daily([])],
    ['one point', daily([100n])],
    ['a NAV of zero', daily([0n, 0n, 5n])],
    ['a NAV that is lost', daily([100n, 0n, 0n, 0n])],
  ])('%s: no NaN, no infinity', (_, input) => {
    for (const value of Object.values(computeMetrics(input))) {
      expect(value === null || Number.isFinite(value)).toBe(true)
    }
  })

  it('does not annualise an hour', () => {
    const equity = [
      { timestamp: 0, nav: 100 },
      { timestamp: 3600, nav: 110 },
    ]
    const metrics = computeMetrics({
      ...daily([]),
      equity,
      hodl: [100, 100],
      intervalSeconds: 3600,
    })
    expect(metrics.totalReturn).toBeCloseTo(0.1, 12)
    expect(metrics.annualisedReturn).toBeNull()
  })

  it('does not count the last part of an interval as a return', () => {
    const equity = [0, DAY, 1.5 * DAY].map((timestamp, i) => ({ timestamp, nav: 100 + i }))
    const metrics = computeMetrics({ ...daily([]), equity, hodl: [1, 1, 1], intervalSeconds: DAY })
    expect(metrics.returnCount).toBe(1)
    expect(metrics.totalReturn).toBeCloseTo(0.02, 12)
  })
})

it('a year is 365 days of 24 hours', () => {
  expect(SECONDS_PER_YEAR).toBe(31_536_000)
})
