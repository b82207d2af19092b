import { UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { checkDecision, type Decision, type RebalanceDecision } from '../decision.ts'
import { bestHalfWidth } from '../economics/best-width.ts'
import type { DecisionView } from '../forecasts/decision-view.ts'
import { requestKey, type ForecastAnswer, type ForecastRequest } from '../forecasts/forecast.ts'
import { parseParameters, type ParameterValue } from '../parameters.ts'
import { findStrategy } from '../registry.ts'
import { stepView, vaultWith } from '../testing/step-view.ts'
import type { VaultView } from '../vault-view.ts'

const DAY = 86_400
const empty = vaultWith(10n ** 18n, 10n ** 18n)
const still = [[0, 1003]] as const
/** σ = 100 ticks an hour: 200 over four hours. */
const variance: Partial<ForecastAnswer> = { varianceX32: 10_000n << 32n, model: 'har' }

function answer(change: Partial<ForecastAnswer>): ForecastAnswer {
  return {
    valueX16: 0,
    model: 'm',
    modelHash: '0x01',
    skill: 'proven',
    madeAtEpoch: 239,
    validUntilEpoch: 243,
    ...change,
  }
}

/** A still market with these answers by target; whatever else is asked for has none. */
function viewWith(answers: Partial<Record<string, Partial<ForecastAnswer>>>): DecisionView {
  return stepView(still, 10 * DAY, 10, ({ target }) => {
    const change = answers[target]
    return change === undefined ? undefined : answer(change)
  })
}

function decide(
  name: string,
  view: DecisionView,
  values: Record<string, ParameterValue>,
  vault: VaultView = empty,
): Decision {
  const strategy = findStrategy(name)
  const decision = strategy.decide(view, vault, parseParameters(strategy, values))
  checkDecision(decision, view.spec.tickSpacing)
  return decision
}

function placed(...args: Parameters<typeof decide>): RebalanceDecision {
  const decision = decide(...args)
  if (decision.kind !== 'rebalance') throw new Error(`it holds: ${decision.reason}`)
  return decision
}

function asked(name: string, values: Record<string, ParameterValue>): readonly ForecastRequest[] {
  const strategy = findStrategy(name)
  return strategy.forecasts?.(parseParameters(strategy, values)) ?? []
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
  return 'none'
}

describe('strategies that forecast', () => {
  it('ask nobody by default, and for what their parameters name', () => {
    for (const name of ['volatility-band', 'trend-skew', 'fee-lvr']) {
      expect(asked(name, {})).toEqual([])
      const [request] = asked(name, { model: 'har', horizonEpochs: 4 })
      expect(request && requestKey(request)).toBe('log-variance/3600/4/har')
    }
    const both = { model: '0xabc', driftModel: 'sign', epochSeconds: 900 }
    expect(asked('trend-skew', both).map(requestKey)).toEqual([
      'log-variance/900/24/0xabc',
      'drift/900/24/sign',
    ])
    expect(asked('fee-lvr', { feeModel: 'walkforward' }).map(requestKey)).toEqual([
      'log-fee-growth/3600/24/walkforward',
    ])
  })

  it('never put another model in the place of one that has no forecast', () => {
    const nothing = viewWith({})
    for (const [name, values] of [
      ['volatility-band', { model: 'har' }],
      ['trend-skew', { model: 'har' }],
      ['trend-skew', { driftModel: 'sign' }],
      ['fee-lvr', { model: 'har' }],
      ['fee-lvr', { feeModel: 'har' }],
    ] as const) {
      expect(codeOf(() => decide(name, nothing, values))).toBe('E_FORECAST_MISSING')
    }
  })
})

describe('volatility-band with a model', () => {
  it('is k·σ·√horizon of its forecast wide, and says whose that is', () => {
    const values = { model: 'walkforward', horizonEpochs: 4, widthMilliSigmas: 1500 }
    const { ranges, reason } = placed(
      'volatility-band',
      viewWith({ 'log-variance': variance }),
      values,
    )
    // 1.5 · 100 · √4 = 300 ticks to each side of 1003, outward to the spacing of 10.
    expect(ranges).toEqual([{ tickLower: 700, tickUpper: 1310, weightBps: 10_000 }])
    expect(reason).toBe('first placement; volatility by har')
  })

  it('without one says nothing of it, as before there were any', () => {
    expect(placed('volatility-band', viewWith({}), {}).reason).toBe('first placement')
  })
})

describe('trend-skew', () => {
  const bandValues = { model: 'har', horizonEpochs: 4, widthMilliSigmas: 1500 }
  const values = { ...bandValues, driftModel: 'sign' }
  const drift = (ticks: number, skill: 'proven' | 'unproven' = 'proven') =>
    viewWith({
      'log-variance': variance,
      drift: { valueX16: ticks * 65_536, skill, model: 'sign' },
    })
  const middle = ({ ranges: [range] }: RebalanceDecision) =>
    ((range?.tickLower ?? 0) + (range?.tickUpper ?? 0)) / 2

  it('moves its middle by the drift, at most a quarter of σ·√horizon', () => {
    // σ·√4 = 200 ticks, so 50 at most; ±300 around 1003 + skew.
    expect(placed('trend-skew', drift(20), values).ranges).toMatchObject([
      { tickLower: 720, tickUpper: 1330 },
    ])
    for (const [ticks, lower, upper] of [
      [1000, 750, 1360],
      [-1000, 650, 1260],
    ] as const) {
      const { ranges, reason } = placed('trend-skew', drift(ticks), values)
      expect(ranges).toMatchObject([{ tickLower: lower, tickUpper: upper }])
      expect(reason).toBe(
        `first placement; volatility by har; skewed by ${Math.sign(ticks) * 50} ticks, drift by sign`,
      )
    }
    expect(middle(placed('trend-skew', drift(1000), { ...values, maxSkewMilliSigmas: 0 }))).toBe(
      1005,
    )
  })

  it('is a centred band while the model is unproven, and says why', () => {
    const centred = placed('volatility-band', drift(0), bandValues)
    const { ranges, reason } = placed('trend-skew', drift(1000, 'unproven'), values)
    expect(ranges).toEqual(centred.ranges)
    expect(reason).toContain('centred: drift model sign has not proven its skill')
  })

  it('is a centred band without a drift model, and says that', () => {
    const { ranges, reason } = placed('trend-skew', viewWith({}), {})
    expect(ranges).toEqual(placed('volatility-band', viewWith({}), {}).ranges)
    expect(reason).toBe('first placement; volatility by ewma; centred: no drift model')
  })

  it('has no way to more than a quarter of σ', () => {
    const strategy = findStrategy('trend-skew')
    expect(codeOf(() => parseParameters(strategy, { maxSkewMilliSigmas: 251 }))).toBe(
      'E_PARAMETER_VALUE',
    )
  })
})

describe('fee-lvr', () => {
  const values = { model: 'har', feeModel: 'har', horizonEpochs: 4 }
  /** So many millionths of a raw unit of token1 per liquidity and hour; the price is 1.1. */
  const market = (fees: number, varianceTicks = 2500n) =>
    viewWith({
      'log-fee-growth': {
        feeGrowthX128: BigInt(Math.round(fees * 1e6)) * (2n ** 128n / 10n ** 12n),
        model: 'mlp',
      },
      'log-variance': { varianceX32: varianceTicks << 32n, model: 'har' },
    })
  const width = ({ ranges: [range] }: RebalanceDecision) =>
    (range?.tickUpper ?? 0) - (range?.tickLower ?? 0)

  it('places the best width of what is forecast, and says whose forecasts those are', () => {
    const { ranges, reason, swap } = placed('fee-lvr', market(9), values)
    const best = bestHalfWidth(
      {
        tick: 1003,
        sqrtPriceX96: viewWith({}).sqrtPriceX96,
        feesPerLiquidity: 9e-6,
        varianceTicks: 2500,
        // Gas 200 and impact 100 ppm, half of a fee of 500 ppm.
        rebalanceCost: 550e-6,
      },
      { tickSpacing: 10, minHalfWidthTicks: 50, maxHalfWidthTicks: 20_000 },
    )
    expect(best).toBeGreaterThan(50)
    expect(best).toBeLessThan(1000)
    expect(ranges).toMatchObject([
      { tickLower: 1000 - best, tickUpper: 1010 + best, weightBps: 10_000 },
    ])
    expect(swap).toBe('to-ratio')
    expect(reason).toBe(
      `first placement; best half-width ${best} ticks; fees by mlp, volatility by har`,
    )
  })

  it('is narrower with more fees, wider with more volatility and dearer rebalances', () => {
    const here = width(placed('fee-lvr', market(9), values))
    expect(width(placed('fee-lvr', market(12), values))).toBeLessThan(here)
    expect(width(placed('fee-lvr', market(9, 2900n), values))).toBeGreaterThan(here)
    expect(width(placed('fee-lvr', market(9), { ...values, gasPpm: 2000 }))).toBeGreaterThan(here)
  })

  it('takes the widest range where fees are below the loss to arbitrage, and says so', () => {
    const { reason } = placed('fee-lvr', market(0), { ...values, maxHalfWidthTicks: 3000 })
    expect(reason).toContain('widest, for fees are below LVR: half-width 3000')
  })

  it('stays while the gain of moving is below its cost times the hysteresis', () => {
    const [best] = placed('fee-lvr', market(9), values).ranges
    const held = (lower: number, upper: number) => vaultWith(0n, 0n, [[lower, upper]], 0)
    const kind = (vault: VaultView, change: Record<string, ParameterValue> = {}) =>
      decide('fee-lvr', market(9), { ...values, ...change }, vault).kind
    const where = best ?? { tickLower: 0, tickUpper: 0 }
    expect(kind(held(where.tickLower, where.tickUpper), { hysteresisBps: 0 })).toBe('hold')
    // Out of range it earns nothing: whether four hours of the best range pay for the move decides.
    const left = held(where.tickUpper + 1000, where.tickUpper + 1200)
    expect(kind(left, { horizonEpochs: 4 })).toBe('hold')
    expect(kind(left, { horizonEpochs: 48 })).toBe('rebalance')
    expect(kind(left, { horizonEpochs: 48, hysteresisBps: 1_000_000 })).toBe('hold')
  })

  it('by itself expects the fees of the same hours on the days before', () => {
    const at = 10 * DAY + 1800
    const asks: number[][] = []
    const view: DecisionView = {
      ...stepView(still, at),
      feeGrowth: (from, to) => {
        asks.push([from, to])
        return { feeGrowth0X128: 0n, feeGrowth1X128: 2n ** 128n / 10n ** 5n }
      },
    }
    const { reason } = placed('fee-lvr', view, { horizonEpochs: 6, seasons: 2 })
    expect(reason).toContain('fees by seasonal, volatility by ewma')
    // Whole hours up to 10 d 0 h; six hours from there, one and two days before.
    expect(asks).toEqual([
      [9 * DAY - 1, 9 * DAY + 6 * 3600 - 1],
      [8 * DAY - 1, 8 * DAY + 6 * 3600 - 1],
    ])
  })

  it('needs no more history than it declares', () => {
    const strategy = findStrategy('fee-lvr')
    for (const change of [{}, { seasons: 20 }, { horizonEpochs: 30, seasons: 1 }]) {
      const params = parseParameters(strategy, change)
      for (const offset of [0, 1, 1799, 3599]) {
        const start = 1234 + offset
        const bare = stepView([[start, 0]], start + strategy.warmupSeconds(params))
        const view: DecisionView = {
          ...bare,
          feeGrowth: (from, to) => {
            bare.tickCumulativeAt(from)
            bare.tickCumulativeAt(to)
            return { feeGrowth0X128: 0n, feeGrowth1X128: 0n }
          },
        }
        expect(() => strategy.decide(view, empty, params)).not.toThrow()
      }
    }
  })
})
