import { UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { asking, driftRequest, forecasterBy } from '../testing/asking-strategy.ts'
import { poolMarket, START } from '../testing/pool-market.ts'
import { runBacktest } from './backtest.ts'
import { findStrategy, parseParameters } from '@tickwise/strategies'

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
