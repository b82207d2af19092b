import type { ForecastSource, ForecastValue } from '@tickwise/forecast'
import { UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { stepView } from '../testing/step-view.ts'
import { prepareView } from './decision-view.ts'
import { lastWholeEpoch, type ForecastAnswer, type ForecastRequest } from './forecast.ts'
import { forecasterOf } from './forecaster.ts'
import { requiredForecast } from './required-forecast.ts'

const HOUR = 3600
const request: ForecastRequest = { target: 'log-variance', epochSeconds: HOUR, horizonEpochs: 4 }
const view = stepView([[0, 100]], 50 * HOUR + 17)

function source(change: Partial<ForecastSource> = {}): ForecastSource {
  return {
    name: 'har',
    id: '0x01',
    target: 'log-variance',
    epochSeconds: HOUR,
    horizonEpochs: 4,
    firstEpoch: 40,
    answerAt: (epoch): ForecastValue => ({
      valueX16: epoch,
      levelX32: BigInt(epoch) << 32n,
      model: 'har',
      modelHash: '0x01',
      skill: 'proven',
    }),
    ...change,
  }
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

describe('a forecaster of sources', () => {
  it('answers with what is known at the end of the last whole epoch', () => {
    expect(lastWholeEpoch(view.timestamp, HOUR)).toBe(49)
    expect(lastWholeEpoch(50 * HOUR, HOUR)).toBe(49)
    expect(lastWholeEpoch(50 * HOUR - 1, HOUR)).toBe(48)
    expect(forecasterOf([source()]).answer(view, request)).toEqual({
      valueX16: 49,
      varianceX32: 49n << 32n,
      model: 'har',
      modelHash: '0x01',
      skill: 'proven',
      madeAtEpoch: 49,
      validUntilEpoch: 53,
    })
  })

  it('gives fee growth as an integer and drift without a level', () => {
    const fees = forecasterOf([source({ target: 'log-fee-growth' })])
    const answer = fees.answer(view, { ...request, target: 'log-fee-growth' })
    expect(answer).toMatchObject({ feeGrowthX128: 49n })
    const drift = forecasterOf([source({ target: 'drift' })])
    const driftAnswer = drift.answer(view, { ...request, target: 'drift' })
    expect(driftAnswer).toMatchObject({ valueX16: 49 })
    expect(driftAnswer).not.toHaveProperty('varianceX32')
  })

  it('bridges a hole with the youngest forecast that is still about the present', () => {
    const holed = (firstHole: number) =>
      forecasterOf([
        source({ answerAt: (e) => (e < firstHole ? source().answerAt(e) : undefined) }),
      ]).answer(view, request)
    expect(holed(47)).toMatchObject({ madeAtEpoch: 46, validUntilEpoch: 50 })
    // Made at 45 it is about 46 … 49: hour 50 is beyond it.
    expect(holed(46)).toBeUndefined()
  })

  it('does not ask a source before its first epoch', () => {
    const asked: number[] = []
    const late = source({
      firstEpoch: 48,
      answerAt: (epoch) => {
        asked.push(epoch)
        return undefined
      },
    })
    expect(forecasterOf([late]).answer(view, request)).toBeUndefined()
    expect(asked).toEqual([49, 48])
  })

  it('finds a source by name, by id, or the first that fits', () => {
    const forecaster = forecasterOf([
      source({ horizonEpochs: 24, name: 'daily' }),
      source({ name: 'walkforward', id: 'r1', firstEpoch: 45 }),
      source(),
    ])
    const ready = (change: Partial<ForecastRequest>) =>
      forecaster.readyFrom?.({ ...request, ...change })
    expect(ready({})).toBe(46 * HOUR)
    expect(ready({ model: 'walkforward' })).toBe(46 * HOUR)
    expect(ready({ model: '0x01' })).toBe(41 * HOUR)
    expect(ready({ model: 'har' })).toBe(41 * HOUR)
    expect(ready({ model: 'garch' })).toBeUndefined()
    expect(ready({ model: 'har', horizonEpochs: 24 })).toBeUndefined()
    expect(ready({ epochSeconds: 60 })).toBeUndefined()
    expect(ready({ target: 'drift' })).toBeUndefined()
    expect(forecaster.answer(view, { ...request, model: 'garch' })).toBeUndefined()
  })

  it('is named by everything its answers depend on', () => {
    const id = (change: Partial<ForecastSource>) => forecasterOf([source(change)]).id
    const ids = [id({}), id({ id: '0x02' }), id({ horizonEpochs: 5 }), id({ target: 'drift' })]
    expect(new Set(ids).size).toBe(4)
  })
})

describe('a decision view', () => {
  const honest: ForecastAnswer = {
    valueX16: 7,
    varianceX32: 1n,
    model: 'm',
    modelHash: 'h',
    skill: 'unproven',
    madeAtEpoch: 49,
    validUntilEpoch: 50,
  }
  const prepared = (answer: ForecastAnswer | undefined) =>
    prepareView(view, [request], { name: 'x', id: 'x', answer: () => answer })

  it('holds frozen copies of the answers, and passes the market on', () => {
    const mutable = { ...honest }
    const { view: decisionView, answers } = prepared(mutable)
    mutable.valueX16 = 8
    expect(decisionView.forecast(request)).toEqual(honest)
    expect(answers).toEqual([honest])
    expect(Object.isFrozen(answers[0])).toBe(true)
    expect(decisionView.meanTick(HOUR, 2 * HOUR)).toBe(100)
    for (const key of ['timestamp', 'decisionTime', 'historyStart', 'tick', 'liquidity'] as const) {
      expect(decisionView[key]).toBe(view[key])
    }
    expect(Reflect.ownKeys(decisionView)).toEqual([])
  })

  it('has no answer without a forecaster, and an error where the model was named', () => {
    const { view: decisionView } = prepareView(view, [request, { ...request, model: 'har' }])
    expect(decisionView.forecast(request)).toBeUndefined()
    expect(codeOf(() => requiredForecast(decisionView, { ...request, model: 'har' }))).toBe(
      'E_FORECAST_MISSING',
    )
  })

  it('refuses a request that was not declared', () => {
    const { view: decisionView } = prepared(honest)
    for (const other of [{ horizonEpochs: 5 }, { model: 'har' }, { target: 'drift' as const }]) {
      expect(codeOf(() => decisionView.forecast({ ...request, ...other }))).toBe(
        'E_FORECAST_UNDECLARED',
      )
    }
  })

  it.each<[string, Partial<ForecastAnswer>]>([
    ['a value with a fraction', { valueX16: 0.5 }],
    ['a value beyond int32', { valueX16: 2 ** 31 }],
    ['no number', { valueX16: Number.NaN }],
    ['an epoch that is not over', { madeAtEpoch: 50 }],
    ['no epoch', { madeAtEpoch: Number.NaN }],
    ['the past', { validUntilEpoch: 49 }],
    ['a negative variance', { varianceX32: -1n }],
  ])('refuses an answer with %s', (_, change) => {
    expect(codeOf(() => prepared({ ...honest, ...change }))).toBe('E_FORECAST_ANSWER')
  })

  it('refuses an answer without the quantity its target is about', () => {
    const { varianceX32, ...bare } = honest
    expect(varianceX32).toBe(1n)
    expect(codeOf(() => prepared(bare))).toBe('E_FORECAST_ANSWER')
    const fees: ForecastRequest = { ...request, target: 'log-fee-growth' }
    const run = () => prepareView(view, [fees], { name: 'x', id: 'x', answer: () => honest })
    expect(codeOf(run)).toBe('E_FORECAST_ANSWER')
  })
})
