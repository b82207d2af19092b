import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Target } from '../models/model.ts'
import { longMemorySeries } from '../nets/testing/synthetic-series.ts'
import { features } from '../oracle/features.ts'
import { decodeModel } from '../qmlp/codec.ts'
import { infer } from '../qmlp/infer.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { assertSamePool, storedModelSource } from '../source/stored-model-source.ts'
import { foldFolder } from '../store/fold-folder.ts'
import { saveModel } from '../store/model-store.ts'
import { evaluate } from '../walk-forward/evaluate.ts'
import { walkForward } from '../walk-forward/walk-forward.ts'
import { defaultPlan } from './default-plan.ts'
import { modelNames, namedEntries } from './named-entries.ts'
import { quantiseWalkForward } from './quantised-walk-forward.ts'
import { hasSkill, skillOverFolds } from './skill.ts'
import { trainModel } from './train-model.ts'
import { trainingEndOf } from './training-end.ts'

const series = longMemorySeries(1600, 1)
const target: Target = { kind: 'log-variance', horizonEpochs: 4 }
const plan = { trainEpochs: 600, validationEpochs: 100, testEpochs: 250 }
const by = { who: 'a test', why: 'to see', when: '2026-01-01T00:00:00Z' }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwise-workbench-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const request = (name: string) => ({
  ...{ name, series, target, plan, seed: 1 },
  command: `train ${name}`,
  versions: { node: '20', packages: {} },
})

describe('models by name', () => {
  it('come in the order asked for; others are refused with those there are', () => {
    const entries = namedEntries(['har', 'naive'], { target, plan })
    expect(entries.map(({ learner }) => learner.name)).toEqual(['har', 'naive'])
    expect(() => namedEntries(['hare'], { target, plan })).toThrowError(
      expect.objectContaining({ code: 'E_FORECAST_MODEL_NAME' }),
    )
    expect(() => namedEntries(['mlp'], { target, plan })).toThrowError(
      expect.objectContaining({ code: 'E_BACKEND' }),
    )
    expect(modelNames(target, plan)).toContain('garch')
  })

  it('choose no window that is too short to be fitted on', () => {
    const short = { trainEpochs: 200, validationEpochs: 40, testEpochs: 40 }
    // HAR has eight coefficients and wants ten rows each: half of the history would do, a quarter not.
    const [entry] = namedEntries(['har'], { target, plan: short })
    expect(entry?.search?.windowEpochs).toEqual([240, 120])
    const tiny = { ...short, trainEpochs: 60 }
    expect(namedEntries(['har'], { target, plan: tiny })[0]?.search).toBeUndefined()
  })
})

describe('default windows', () => {
  it('make four folds of whatever length', async () => {
    const short = sliceSeries(series, 0, 900)
    const entries = namedEntries(['naive'], { target, plan })
    const result = await walkForward({
      ...{ series: short, target, entries, seed: 1 },
      plan: defaultPlan(short.length, 1),
    })
    expect(result.folds).toHaveLength(4)
  })
})

describe('a walk-forward in integers', () => {
  it('differs from the one in float64 by next to nothing, and leaves what has no integers alone', async () => {
    const entries = namedEntries(['naive', 'har'], { target, plan })
    const result = await walkForward({ series, target, plan, entries, seed: 1 })
    const { result: integers, quantised } = quantiseWalkForward(result, series)
    expect(quantised).toEqual(['har'])
    const forecasts = (of: typeof result, m: number) =>
      of.folds.flatMap(({ models }) => models[m]?.forecasts ?? [])
    expect(forecasts(integers, 0)).toEqual(forecasts(result, 0))
    const differences = forecasts(integers, 1).map((f, i) => f - (forecasts(result, 1)[i] ?? NaN))
    const largest = Math.max(...differences.map(Math.abs))
    expect(largest).toBeGreaterThan(0)
    expect(largest).toBeLessThan(0.01)
    const [, before] = evaluate(result).total
    const [, after] = evaluate(integers).total
    expect(Math.abs((after?.qlike ?? NaN) - (before?.qlike ?? NaN))).toBeLessThan(0.001)
  })
})

describe('skill', () => {
  it('of HAR is proven against the naive model, and in the past by folds that were over', async () => {
    const entries = namedEntries(['naive', 'har'], { target, plan })
    const result = await walkForward({ series, target, plan, entries, seed: 1 })
    const report = evaluate(result)
    expect([hasSkill(report, 'har'), hasSkill(report, 'naive')]).toEqual([true, false])
    const skillAt = skillOverFolds(result, 'har')
    const [first, second] = result.folds
    expect(skillAt(first!.testFromEpoch + 100)).toBe('unproven')
    const firstAlone = evaluate({ ...result, folds: [first!] })
    const expected = hasSkill(firstAlone, 'har') ? 'proven' : 'unproven'
    expect(skillAt(second!.testFromEpoch + target.horizonEpochs)).toBe(expected)
    // The last outcome of the first fold is not known yet.
    expect(skillAt(second!.testFromEpoch + target.horizonEpochs - 1)).toBe('unproven')
  })
})

describe('a trained model', () => {
  it('is stored as integers with its evidence, and forecasts after its training as its file does', async () => {
    const early = sliceSeries(series, 0, 1500)
    const { model, report } = await trainModel({ ...request('har'), series: early })
    const stored = await saveModel(join(folder, 'models'), model, by)
    expect(stored.card).toMatchObject({
      weights: 'qmlp/1',
      comparison: { kind: 'is-benchmark' },
      attestedOnly: false,
    })
    expect(stored.card.folds).toHaveLength(report.folds.length)
    expect(trainingEndOf(stored.card)).toBe(early.firstEpoch + 1499)
    const source = storedModelSource(stored, series)
    expect(source.firstEpoch).toBe(early.firstEpoch + 1500)
    const file = decodeModel(stored.weights)
    const expected = infer(file, features(file.features, series, 1550))
    expect(source.answerAt(series.firstEpoch + 1550)).toMatchObject({
      valueX16: expected,
      skill: 'proven',
    })
    // What was shown on one pool is no evidence on another.
    const elsewhere = storedModelSource(stored, series, { onOtherPool: true })
    expect(elsewhere.answerAt(series.firstEpoch + 1550)).toMatchObject({
      valueX16: expected,
      skill: 'unproven',
    })
  })

  it('forecasts after the outcomes that its scores know, however early an embargo ends its training', async () => {
    const base = request('ewma')
    const plan = { ...base.plan, embargoEpochs: 60 }
    const { model } = await trainModel({ ...base, plan })
    expect(trainingEndOf(model.card)).toBe(series.firstEpoch + series.length - 1)
  })

  it('without integers is stored as its parameters and forecasts what it did', async () => {
    const early = sliceSeries(series, 0, 1500)
    const { model, quantisation } = await trainModel({ ...request('ewma'), series: early })
    expect(quantisation).toBeNull()
    const stored = await saveModel(join(folder, 'models'), model, by)
    expect(stored.card).toMatchObject({ weights: 'parameters/1', attestedOnly: true })
    const source = storedModelSource(stored, series)
    expect(source.answerAt(series.firstEpoch + 1499)).toBeUndefined()
    expect(source.answerAt(series.firstEpoch + 1550)).toMatchObject({ model: 'ewma' })
    const coarse = { ...series, cellsPerEpoch: 6 }
    expect(() => storedModelSource(stored, coarse)).toThrowError(
      expect.objectContaining({ code: 'E_MODEL_GRID' }),
    )
    const use = { chainId: 1, pool: '0x0000000000000000000000000000000000000001' }
    expect(() => assertSamePool(stored.card, use)).toThrowError(
      expect.objectContaining({ code: 'E_MODEL_POOL' }),
    )
  })
})

describe('folds in a folder', () => {
  it('are found again, and nothing is there before the first', async () => {
    const store = foldFolder(join(folder, 'folds'))
    expect(await store.get('none')).toBeUndefined()
    await store.put('a', 'text')
    expect(await store.get('a')).toBe('text')
  })
})
