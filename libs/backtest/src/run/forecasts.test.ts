import { UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { asking, driftRequest, forecasterBy } from '../testing/asking-strategy.ts'
import { poolMarket, START } from '../testing/pool-market.ts'
import { runBacktest } from './backtest.ts'
import { rollingSource } from '@tickwise/forecast'
import { findStrategy, forecasterOf, parseParameters } from '@tickwise/strategies'
import { checkLookahead } from '../check/lookahead.ts'
import type { MarketData } from '../market/market-data.ts'
import { hourlySeries } from '../testing/market-series.ts'

const { market } = poolMarket({ seed: 11, swaps: 600 })
const params = { epochSeconds: 3600 }
const settings = { gasPriceWei: 0n, capital: { amount0: 10n ** 18n, amount1: 10n ** 18n } }
const named = { ...driftRequest, model: 'har' }

function errorOf(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('no UserError was thrown')
}

describe('a run with forecasts', () => {
  const forecaster = () => forecasterBy((view) => view.tick + 600)
  const result = runBacktest(market, asking(), params, settings, { forecaster })

  it('acts on them', () => {
    expect(result.actions.length).toBeGreaterThan(10)
    // It sits ten spacings above the price seen, so it holds token0 alone.
    for (const { ranges, price, kind } of result.actions) {
      expect(kind).toBe('rebalance')
      for (const { tickLower, amount1 } of ranges) {
        expect(1.0001 ** tickLower).toBeGreaterThan(price)
        expect(amount1).toBe('0')
      }
    }
  })

  it('says what was asked, who answered, and that the model has proven nothing', () => {
    const asked = result.decisions.taken
    expect(result.forecasts).toEqual({
      forecaster: { name: 'hand-made', id: 'hand-made/1' },
      requests: [
        {
          request: driftRequest,
          asked,
          answered: asked,
          proven: 0,
          models: [{ model: 'hand', modelHash: '0xhand', answers: asked }],
        },
      ],
    })
    expect(result.warnings).toContain(
      `${asked} of ${asked} forecasts of drift over 1 epochs of 3600 s come from a model that has not proven its skill on this pool`,
    )
  })

  it('has another id with another forecaster, or without one', () => {
    const other = () => forecasterBy((view) => view.tick, {}, { id: 'hand-made/2' })
    const ids = [forecaster, other].map(
      (make) => runBacktest(market, asking(), params, settings, { forecaster: make }).runId,
    )
    const without = runBacktest(market, asking(), params, settings).runId
    expect(new Set([...ids, without]).size).toBe(3)
    expect(ids[0]).toBe(result.runId)
  })

  it('does without where there is none, and says so', () => {
    const run = runBacktest(market, asking(), params, settings)
    expect(run.actions).toEqual([])
    expect(run.forecasts?.requests[0]).toMatchObject({ answered: 0, models: [] })
    const { taken } = run.decisions
    expect(run.warnings).toContain(
      `${taken} of ${taken} decisions had no forecast of drift over 1 epochs of 3600 s: the strategy did without, as its reasons say`,
    )
  })

  it('refuses to start when a model is asked for by name and nobody has it', () => {
    const error = errorOf(() => runBacktest(market, asking(named), params, settings))
    expect(error.code).toBe('E_FORECAST_MISSING')
    expect(error.message).toContain('by har')
    const never = () => forecasterBy(() => 0, {}, { readyFrom: () => undefined })
    expect(
      errorOf(() => runBacktest(market, asking(named), params, settings, { forecaster: never }))
        .code,
    ).toBe('E_FORECAST_MISSING')
  })

  it('waits with its first decision for a model asked for by name', () => {
    const ready = START + 5 * 3600 + 100
    const late = () => forecasterBy((view) => view.tick, {}, { readyFrom: () => ready })
    const first = (request: typeof driftRequest) =>
      runBacktest(market, asking(request), params, settings, { forecaster: late }).actions[0]!
        .decidedAt
    expect(first(named) - 60).toBeGreaterThanOrEqual(ready)
    expect(first(named) - 60 - 3600).toBeLessThan(ready)
    expect(first(driftRequest)).toBeLessThan(ready)
  })

  it('says that nothing was decided before the model was ready, and only then', () => {
    const readyAt = (ready: number) =>
      runBacktest(market, asking(named), params, settings, {
        forecaster: () => forecasterBy((view) => view.tick, {}, { readyFrom: () => ready }),
      }).warnings.filter((warning) => warning.startsWith('nothing was decided'))
    const [idle, ...others] = readyAt(START + 5 * 3600)
    expect(others).toEqual([])
    expect(idle).toContain(new Date((START + 5 * 3600) * 1000).toISOString().slice(0, 19))
    expect(readyAt(START - 1)).toEqual([])
  })

  it('refuses a window that is over when the model is ready: no decision could be checked', () => {
    const { to } = runBacktest(market, asking(), params, settings).settings
    const last = Math.floor(to / 3600) * 3600
    const at = (ready: number) => ({
      forecaster: () => forecasterBy((view) => view.tick, {}, { readyFrom: () => ready }),
    })
    expect(runBacktest(market, asking(named), params, settings, at(last)).decisions.taken).toBe(1)
    for (const run of [runBacktest, checkLookahead])
      expect(errorOf(() => run(market, asking(named), params, settings, at(last + 1))).code).toBe(
        'E_FORECAST_AFTER_WINDOW',
      )
  })

  it('refuses an answer from an epoch that is not over', () => {
    const ahead = () => forecasterBy(() => 0, { madeAtEpoch: 2 ** 30, validUntilEpoch: 2 ** 31 })
    expect(
      errorOf(() => runBacktest(market, asking(), params, settings, { forecaster: ahead })).code,
    ).toBe('E_FORECAST_ANSWER')
  })
})

describe('a run without forecasts', () => {
  it('has the same bytes whether or not somebody could have answered', () => {
    const strategy = findStrategy('recentre')
    const values = parseParameters(strategy, { halfWidthTicks: 600 })
    const make = () => {
      throw new Error('nobody asked')
    }
    const [plain, offered] = [{}, { forecaster: make }].map((options) =>
      JSON.stringify(runBacktest(market, strategy, values, settings, options)),
    )
    expect(offered).toBe(plain)
    expect(plain).not.toContain('forecast')
  })
})

/**
 * From the fourth hour on, forecasts the variance of the hour `ahead` of the last one as that of the hours to
 * come: 0 is persistence, 1 is a feature that holds the next hour.
 */
function walkForward(ahead: number) {
  return (given: MarketData) => {
    const series = hourlySeries(given)
    const source = rollingSource({
      name: 'walkforward',
      id: `persistence/${ahead}`,
      target: { kind: 'log-variance', horizonEpochs: 4 },
      epochSeconds: series.epochSeconds,
      firstEpoch: series.firstEpoch + 3,
      forecastAt: (epoch) => ({
        forecast: (series.logVarianceX16[epoch - series.firstEpoch + ahead] ?? 0) / 65_536,
        levelOffset: 0,
        trainedToEpoch: series.firstEpoch + 2,
        model: 'persistence',
        modelHash: '0xfit',
        skill: 'unproven',
      }),
    })
    return forecasterOf([source])
  }
}

describe('volatility-band on a schedule of fits', () => {
  const strategy = findStrategy('volatility-band')
  const chosen = { horizonEpochs: 4, lookbackEpochs: 1, recentreBps: 1000, widthMilliSigmas: 1000 }
  const values = parseParameters(strategy, { ...chosen, model: 'walkforward' })

  it('waits for the first fit, then takes its width from it', () => {
    const options = { forecaster: walkForward(0) }
    const run = runBacktest(market, strategy, values, settings, options)
    const { firstEpoch, variance } = hourlySeries(market)
    const [first] = run.actions
    expect(first!.decidedAt).toBe((firstEpoch + 3 + 1) * 3600 + 60)
    expect(first!.reason).toBe('first placement; volatility by persistence')
    const { tickLower, tickUpper } = first!.ranges[0]!
    const halfWidth = Math.max(50, Math.ceil(Math.sqrt(4 * variance[3]!)))
    expect(tickUpper - tickLower - 2 * halfWidth).toBeGreaterThanOrEqual(0)
    expect(tickUpper - tickLower - 2 * halfWidth).toBeLessThan(120)
    expect(run.actions.length).toBeGreaterThan(3)
    expect(run.runId).not.toBe(
      runBacktest(market, strategy, parseParameters(strategy, chosen), settings).runId,
    )
  })

  it('passes the look-ahead check, and fails it when a fit sees the next hour', () => {
    const check = (ahead: number) =>
      checkLookahead(market, strategy, values, settings, { forecaster: walkForward(ahead) })
    expect(check(0)).toMatchObject({ passed: true, differences: [] })
    expect(check(1).passed).toBe(false)
    expect(check(1).differences.length).toBeGreaterThan(3)
  })
})
