import { describe, expect, it } from 'vitest'
import { qlikeLoss } from '../scores/point-scores.ts'
import type { Target } from '../models/model.ts'
import { handMadeSeries, syntheticSeries } from '../testing/synthetic-series.ts'
import { createFixedLearner } from '../testing/walk-forward-run.ts'
import { builtInEntries } from './built-in-entries.ts'
import { chooseModel } from './choose-model.ts'
import { evaluate } from './evaluate.ts'
import type { ForecastReport } from './evaluate.ts'
import { walkForward } from './walk-forward.ts'

const plan = { trainEpochs: 1000, validationEpochs: 200, testEpochs: 400 }
const series = syntheticSeries(4200, 'evaluate')
const conformal = { missRate: 0.2, stepSize: 0.005, memory: 500, warmUp: 100 }

const reportOf = async (target: Target) =>
  evaluate(
    await walkForward({ series, target, plan, entries: builtInEntries(target, plan), seed: 1 }),
    conformal,
  )

describe('a report', () => {
  it('scores what the folds say, row by row', async () => {
    const target: Target = { kind: 'log-variance', horizonEpochs: 2 }
    const entries = builtInEntries(target, plan)
    const result = await walkForward({ series, target, plan, entries, seed: 1 })
    const report = evaluate(result, conformal)
    const har = report.total.find(({ name }) => name === 'har')!
    let [qlike, rows] = [0, 0]
    for (const fold of result.folds) {
      const model = fold.models.find(({ name }) => name === 'har')!
      fold.epochs.forEach((epoch, i) => {
        const piece = model.pieces.findLast(({ validFromEpoch }) => validFromEpoch <= epoch)!
        qlike += qlikeLoss(fold.actual[i]!, model.forecasts[i]! + piece.levelOffset)
        rows++
      })
    }
    expect(har.rows).toBe(rows)
    expect(har.qlike).toBeCloseTo(qlike / rows, 12)
    const byFold = report.folds.map(({ models }) => models.find(({ name }) => name === 'har')!)
    const mean = byFold.reduce((sum, fold) => sum + fold.meanSquaredError * fold.rows, 0) / rows
    expect(har.meanSquaredError).toBeCloseTo(mean, 12)
    expect(har.againstBenchmark).toBeNull()
  })

  it('finds HAR ahead of the simple models on a series with memory, with honest intervals', async () => {
    const report = await reportOf({ kind: 'log-variance', horizonEpochs: 2 })
    const of = (name: string) => report.total.find((scores) => scores.name === name)!
    for (const name of ['naive', 'ewma', 'garch'])
      expect(of(name).againstBenchmark!.deciding.meanDifference).toBeGreaterThan(0)
    for (const name of ['naive', 'garch'])
      expect(of(name).againstBenchmark!.deciding.pValue).toBeLessThan(0.05)
    expect(of('har').rSquared).toBeGreaterThan(0.3)
    expect(of('har').mase).toBeLessThan(1)
    for (const { intervals } of report.total) {
      expect(intervals!.coverage).toBeCloseTo(0.8, 1)
      expect(intervals!.kupiec.pValue).toBeGreaterThan(0.01)
      expect(intervals!.unbounded).toBe(0)
    }
  })

  it('covers fees and drift, and sees no skill in the drift of a random walk', async () => {
    const fees = await reportOf({ kind: 'log-fee-growth', horizonEpochs: 4 })
    expect(fees.total.map(({ name }) => name)).toEqual([
      'naive',
      'seasonal-naive',
      'ewma',
      'har-fees',
    ])
    expect(chooseModel(fees).name).toBe('har-fees')
    const drift = await reportOf({ kind: 'drift', horizonEpochs: 4 })
    expect(chooseModel(drift).name).toBe('naive')
    expect(drift.total[1]!.qlike).toBeNull()
    expect(drift.total[1]!.direction!.hitRate).toBeCloseTo(0.5, 1)
  })

  it('has no R² on a series that never changes', async () => {
    const target: Target = { kind: 'log-variance', horizonEpochs: 1 }
    const flat = handMadeSeries({ variance: new Array<number>(2000).fill(64) })
    const entries = builtInEntries(target, plan)
    const report = evaluate(await walkForward({ series: flat, target, plan, entries, seed: 1 }))
    expect(report.total.map(({ rSquared }) => rSquared)).toEqual([null, null, null, null, null])
    expect(chooseModel(report).name).toBe('har')
  })
})

describe('the choice of a model', () => {
  const target: Target = { kind: 'log-variance', horizonEpochs: 1 }
  const report = (rivals: readonly [string, number, number][]): ForecastReport => {
    const scores = { rows: 100, meanSquaredError: 1, meanAbsoluteError: 1, bias: 0, rSquared: 0 }
    const rest = { ...scores, mase: 1, intervals: null, direction: null }
    const test = (meanDifference: number, pValue: number) => {
      const outcome = { meanDifference, statistic: 0, pValue }
      return { deciding: outcome, squaredError: outcome }
    }
    const total = [
      { name: 'har', qlike: 1, againstBenchmark: null, ...rest },
      ...rivals.map(([name, difference, p]) => ({
        name,
        qlike: 1 + difference,
        againstBenchmark: test(difference, p),
        ...rest,
      })),
    ]
    return { target, benchmark: 'har', total, folds: [] }
  }

  it('is HAR unless another is better beyond chance', () => {
    expect(chooseModel(report([['mlp', -0.1, 0.051]]))).toEqual({
      name: 'har',
      reason:
        'har is used: no other model beats it; the nearest is mlp, whose QLIKE is 0.100 lower on 100 rows (Diebold–Mariano p = 0.051)',
    })
    expect(chooseModel(report([['mlp', 0.1, 0.001]])).name).toBe('har')
    expect(chooseModel(report([])).reason).toBe('har is used: no other model was tried')
  })

  it('is the best of those that are better beyond chance', () => {
    const rivals: [string, number, number][] = [
      ['gru', -0.3, 0.2],
      ['mlp', -0.1, 0.01],
      ['har-net', -0.2, 0.04],
    ]
    expect(chooseModel(report(rivals))).toEqual({
      name: 'har-net',
      reason: 'har-net beats har: its QLIKE is 0.200 lower on 100 rows (Diebold–Mariano p = 0.040)',
    })
  })

  it('needs the benchmark', async () => {
    const entries = [{ learner: createFixedLearner('constant', () => 11) }]
    const result = await walkForward({ series, target, plan, entries, seed: 1 })
    expect(() => chooseModel(evaluate(result))).toThrow(
      expect.objectContaining({ code: 'E_FORECAST_LEARNERS' }),
    )
  })
})
