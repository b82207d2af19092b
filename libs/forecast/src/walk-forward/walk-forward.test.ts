import { canonicalJson } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { createHar } from '../models/har.ts'
import type { Target, TrainingWindow } from '../models/model.ts'
import { createNaive } from '../models/naive.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { handMadeSeries, syntheticSeries } from '../testing/synthetic-series.ts'
import { createFixedLearner, createMemoryFoldStore } from '../testing/walk-forward-run.ts'
import { builtInEntries } from './built-in-entries.ts'
import { planFolds } from './plan.ts'
import { forecastAt, pieceInForce } from './rolling-model.ts'
import type { FoldResult } from './run-fold.ts'
import { walkForward } from './walk-forward.ts'
import type { WalkForwardOptions, WalkForwardProgress } from './walk-forward.ts'

const target: Target = { kind: 'log-variance', horizonEpochs: 4 }
const plan = { trainEpochs: 1000, validationEpochs: 200, testEpochs: 200 }
const series = syntheticSeries(2600, 'walk', [1500, 1501])
const options: WalkForwardOptions = {
  series,
  target,
  plan,
  entries: builtInEntries(target, plan),
  seed: 7,
}
const wholeRun = walkForward(options)
const code = (value: string) => expect.objectContaining({ code: value })
/** What was said up to an epoch, as bytes. */
const upTo = (folds: readonly FoldResult[], epoch: number) =>
  canonicalJson(
    folds
      .map((fold) => ({
        ...fold,
        epochs: fold.epochs.filter((e) => e <= epoch),
        actual: fold.actual.filter((_, i) => fold.epochs[i]! <= epoch),
        models: fold.models.map((model) => ({
          ...model,
          pieces: model.pieces.filter((piece) => piece.validFromEpoch <= epoch),
          forecasts: model.forecasts.filter((_, i) => fold.epochs[i]! <= epoch),
        })),
      }))
      .filter(({ epochs }) => epochs.length > 0),
  )

describe('plans', () => {
  it('have blocks that follow each other, anchored at the begin', () => {
    const folds = planFolds(2600, plan, target, 168)
    expect(folds[0]).toEqual({
      index: 0,
      trainFrom: 167,
      validationFrom: 1167,
      testFrom: 1367,
      testTo: 1567,
    })
    expect(folds.at(-1)).toMatchObject({ testFrom: 2567, testTo: 2596 })
    expect(planFolds(9000, plan, target, 168).slice(0, 6)).toEqual(folds.slice(0, 6))
  })

  it.each([
    [{ ...plan, trainEpochs: 0 }],
    [{ ...plan, testEpochs: 1.5 }],
    [{ ...plan, stepEpochs: 100 }],
    [{ ...plan, embargoEpochs: 3 }],
  ])('are refused: %o', (wrong) => {
    expect(() => planFolds(2600, wrong, target, 168)).toThrow(code('E_FORECAST_PLAN'))
  })
})

describe('a walk-forward', () => {
  it('says the same up to a moment wherever the series ends', async () => {
    const whole = await wholeRun
    for (const end of [1700, 2300]) {
      const part = await walkForward({ ...options, series: sliceSeries(series, 0, end) })
      const known = series.firstEpoch + end - 1 - target.horizonEpochs
      expect(upTo(part.folds, known)).toBe(upTo(whole.folds, known))
    }
  })

  it('has the same bytes for the same seed and leaves out rows that touch a gap', async () => {
    const [first, again] = [await wholeRun, await walkForward(options)]
    expect(canonicalJson(again.folds)).toBe(canonicalJson(first.folds))
    const epochs = first.folds.flatMap((fold) => fold.epochs)
    const near = epochs.filter((e) => e - series.firstEpoch >= 1496 && e - series.firstEpoch < 1669)
    expect(near).toEqual([])
    expect(new Set(epochs).size).toBe(epochs.length)
  })

  it('hands a learner a series that ends with its last label, before the rows to come', async () => {
    const windows: TrainingWindow[] = []
    const spy = createFixedLearner(
      'spy',
      () => 0,
      (window) => {
        windows.push(window)
        return createNaive(target).fit(window)
      },
    )
    const har = createHar()
    await walkForward({ ...options, entries: [{ learner: spy }, { learner: har }] })
    const folds = planFolds(2600, plan, target, har.lookbackEpochs)
    folds.forEach((fold, i) => {
      const { series: seen, rows, validationRows } = windows[i]!
      const entryOf = (row: number) => row + seen.firstEpoch - series.firstEpoch
      expect(seen.length).toBe(validationRows.at(-1)! + target.horizonEpochs + 1)
      expect(seen.variance.buffer.byteLength).toBe(8 * seen.length)
      // labels of training rows end before validation, those of validation rows before the test
      expect(entryOf(rows.at(-1)!) + target.horizonEpochs).toBeLessThan(fold.validationFrom)
      expect(entryOf(validationRows[0]!)).toBeGreaterThanOrEqual(fold.validationFrom)
      expect(entryOf(validationRows.at(-1)!) + target.horizonEpochs).toBeLessThan(fold.testFrom)
      expect(entryOf(rows[0]!)).toBeGreaterThanOrEqual(fold.trainFrom)
    })
  })

  it('catches a model that looks at the return of tomorrow', async () => {
    const poisoned = createFixedLearner('poisoned', ({ lastCellTick }, row) => {
      return 11 + 1e-6 * ((lastCellTick[row + 1] ?? 0) - lastCellTick[row]!)
    })
    await expect(walkForward({ ...options, entries: [{ learner: poisoned }] })).rejects.toThrow(
      code('E_FORECAST_LOOKAHEAD'),
    )
    const honest = createFixedLearner('honest', ({ lastCellTick }, row) => {
      return 11 + 1e-6 * (lastCellTick[row]! - lastCellTick[row - 1]!)
    })
    await expect(walkForward({ ...options, entries: [{ learner: honest }] })).resolves.toBeDefined()
  })

  it('catches a model that scales by the whole series', async () => {
    const scaled = createFixedLearner('scaled', ({ variance, length }) => variance[length - 1]!)
    await expect(walkForward({ ...options, entries: [{ learner: scaled }] })).rejects.toThrow(
      code('E_FORECAST_LOOKAHEAD'),
    )
  })

  it('chooses schedules on validation rows only', async () => {
    const { folds } = await wholeRun
    const har = folds[0]!.models.find(({ name }) => name === 'har')!
    expect(har.tried).toHaveLength(6)
    const least = Math.min(...har.tried.map(({ loss }) => loss!))
    expect(har.tried.find(({ loss }) => loss === least)).toMatchObject(har.schedule)
    // another test block, the same choice
    const changed = { ...series, variance: series.variance.slice() }
    for (let i = 1367; i < 2600; i++) changed.variance[i] = 3
    const other = await walkForward({ ...options, series: sliceSeries(changed, 0, 1600) })
    expect(other.folds[0]!.models.find(({ name }) => name === 'har')!.tried).toEqual(har.tried)
  })

  it('goes on with the folds that were finished before it was stopped', async () => {
    const store = createMemoryFoldStore()
    const signal = { aborted: false }
    const stop = (progress: WalkForwardProgress) => {
      signal.aborted = progress.fold === 3
    }
    await expect(walkForward({ ...options, store, signal, onProgress: stop })).rejects.toThrow(
      code('E_CANCELLED'),
    )
    expect(store.texts.size).toBe(2)
    const seen: WalkForwardProgress[] = []
    const onProgress = (progress: WalkForwardProgress) => {
      seen.push(progress)
    }
    const resumed = await walkForward({ ...options, store, onProgress })
    const fresh = await wholeRun
    expect(canonicalJson(resumed.folds)).toBe(canonicalJson(fresh.folds))
    expect(seen.at(-1)).toMatchObject({ fold: 7, folds: 7, done: 35, total: 35, reused: 2 })
    const index = 1400
    expect(resumed.rolling.map((rolling) => forecastAt(rolling, series, index)?.forecast)).toEqual(
      fresh.rolling.map((rolling) => forecastAt(rolling, series, index)?.forecast),
    )
  })

  it('does not reuse a fold of other data, another seed or a broken text', async () => {
    const store = createMemoryFoldStore()
    const entries = [{ learner: createHar() }]
    let reused = 0
    const run = async (changes: Partial<WalkForwardOptions>) => {
      await walkForward({
        ...options,
        entries,
        store,
        onProgress: (progress) => {
          reused = progress.reused
        },
        ...changes,
      })
      return reused
    }
    expect(await run({})).toBe(0)
    expect(await run({})).toBe(7)
    expect(await run({ seed: 8 })).toBe(0)
    expect(await run({ entries: [{ learner: createHar([1, 4, 24, 168].slice(0, 3)) }] })).toBe(0)
    // a longer series finds all but the fold that was cut short
    expect(await run({ series: sliceSeries(series, 0, 2400) })).toBe(5)
    for (const [key, text] of store.texts) store.texts.set(key, text.replace('1', '2'))
    expect(await run({})).toBe(0)
  })

  it('forecasts the same as one object row by row, from the fit in force', async () => {
    const { folds, rolling } = await wholeRun
    for (const [m, model] of rolling.entries())
      for (const fold of folds) {
        const i = Math.floor(fold.epochs.length / 2)
        const epoch = fold.epochs[i]!
        const said = forecastAt(model, series, epoch - series.firstEpoch)!
        expect(Object.is(said.forecast, fold.models[m]!.forecasts[i])).toBe(true)
        expect(said.piece.trainedToEpoch).toBeLessThan(epoch)
        expect(pieceInForce(model, epoch)).toBe(said.piece)
        expect(said.levelled).toBe(said.forecast + said.piece.levelOffset)
      }
    expect(forecastAt(rolling[0]!, series, 1502)).toBeUndefined()
    expect(forecastAt(rolling[0]!, series, 2599)).toBeDefined()
    expect(() => forecastAt(rolling[0]!, series, 500)).toThrow(code('E_FORECAST_NO_MODEL'))
  })
})

describe('bad input', () => {
  const run = (changes: Partial<WalkForwardOptions>) => walkForward({ ...options, ...changes })

  it('is refused with what is wrong', async () => {
    const short = sliceSeries(series, 0, 1000)
    await expect(run({ series: short })).rejects.toThrow(code('E_FORECAST_HISTORY'))
    const zero = { ...target, horizonEpochs: 0 }
    await expect(run({ target: zero })).rejects.toThrow(code('E_FORECAST_HORIZON'))
    const broken = { ...series, variance: series.variance.slice() }
    broken.variance[5] = NaN
    await expect(run({ series: broken })).rejects.toThrow(code('E_FORECAST_SERIES'))
    await expect(run({ entries: [] })).rejects.toThrow(code('E_FORECAST_LEARNERS'))
    const nan = createFixedLearner('diverged', () => NaN)
    await expect(run({ entries: [{ learner: nan }] })).rejects.toThrow(
      code('E_FORECAST_NOT_FINITE'),
    )
  })

  it('is refused where a gap leaves too little to train on', async () => {
    const gaps = Array.from({ length: 30 }, (_, i) => 100 + 60 * i)
    const holes = syntheticSeries(2600, 'walk', gaps)
    await expect(run({ series: holes })).rejects.toThrow(code('E_FORECAST_HISTORY'))
  })

  it('may be a series that never changes', async () => {
    const flat = handMadeSeries({ variance: new Array<number>(1700).fill(64) })
    const { folds } = await run({ series: flat })
    for (const { forecasts } of folds[0]!.models)
      expect(forecasts.every((forecast) => Math.abs(forecast - 6) < 1e-9)).toBe(true)
  })
})
