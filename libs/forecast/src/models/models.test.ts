import { canonicalJson } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { normal, seededRandom } from '../../../market/src/simulate/random.ts'
import { log2X16Down } from '../fixed-point/log2.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { labelsOf } from '../targets/labels.ts'
import { usableRows } from '../targets/rows.ts'
import { handMadeSeries, syntheticSeries } from '../testing/synthetic-series.ts'
import { builtInLearners } from './built-in-learners.ts'
import { createEwma } from './ewma.ts'
import { featureColumn } from './feature-columns.ts'
import { createDriftAr, createHar, createHarHour } from './har.ts'
import { levelOffsetOf } from './level-offset.ts'
import { linearForm } from './linear-model.ts'
import type { Learner, Target, TrainingWindow } from './model.ts'
import { createNaive, createSeasonalNaive } from './naive.ts'

const series = syntheticSeries(3000, 'models')
const targets: readonly Target[] = [
  { kind: 'log-variance', horizonEpochs: 4 },
  { kind: 'log-fee-growth', horizonEpochs: 4 },
  { kind: 'drift', horizonEpochs: 4 },
]
const learners = targets.flatMap((target) =>
  builtInLearners(target).map((learner) => ({
    title: `${learner.name} of ${target.kind}`,
    target,
    learner,
  })),
)

const windowOf = (target: Target, learner: Learner, to = 2000): TrainingWindow => ({
  series: sliceSeries(series, 0, to),
  target,
  rows: usableRows(series, {
    from: 0,
    to: to - target.horizonEpochs,
    lookbackEpochs: learner.lookbackEpochs,
    horizonEpochs: target.horizonEpochs,
  }),
  validationRows: new Int32Array(0),
  seed: 1,
})

const upTo = (from: number, to: number) =>
  Int32Array.from({ length: to - from }, (_, i) => from + i)

describe.each(learners)('$title', ({ target, learner }) => {
  it('forecasts from entries up to the row only, whatever comes after or lies before its lookback', async () => {
    const model = await learner.fit(windowOf(target, learner))
    const rows = upTo(2000, 2900)
    const forecasts = model.predict(series, rows)
    for (const row of [2000, 2001, 2450, 2899]) {
      const begin = row + 1 - learner.lookbackEpochs
      const alone = model.predict(
        sliceSeries(series, begin, row + 1),
        Int32Array.of(learner.lookbackEpochs - 1),
      )
      expect(Object.is(alone[0], forecasts[row - 2000])).toBe(true)
    }
    expect(forecasts.every(Number.isFinite)).toBe(true)
  })

  it('has the same parameters for the same window and comes back from them', async () => {
    const window = windowOf(target, learner)
    const [first, again] = [await learner.fit(window), await learner.fit(window)]
    const text = canonicalJson(first.parameters)
    expect(canonicalJson(again.parameters)).toBe(text)
    const parameters = JSON.parse(text) as typeof first.parameters
    const restored = await learner.restore!(parameters)
    const rows = upTo(2000, 2100)
    expect([...restored.predict(series, rows)]).toEqual([...first.predict(series, rows)])
  })

  it('says how many rows it lacks', () => {
    const window = { ...windowOf(target, learner), rows: new Int32Array(0) }
    expect(() => learner.fit(window)).toThrow(
      expect.objectContaining({ code: 'E_FORECAST_HISTORY' }),
    )
  })

  it('forecasts a series that never changes', async () => {
    const flat = handMadeSeries({
      variance: new Array<number>(1000).fill(0),
      logFeeGrowthX16: new Array<number>(1000).fill(65_536 * 90),
    })
    const rows = upTo(learner.lookbackEpochs - 1, 900)
    const window = { series: flat, target, rows, validationRows: rows.slice(0, 0), seed: 1 }
    const model = await learner.fit(window)
    const row = Int32Array.of(950)
    const [forecast] = model.predict(flat, row)
    expect(forecast).toBeCloseTo(labelsOf(flat, target, row)[0]!, 9)
  })

  it('is right on average once its level is set', async () => {
    if (target.kind === 'drift') return
    const window = windowOf(target, learner)
    const model = await learner.fit(window)
    const offset = levelOffsetOf(model, window)
    const labels = labelsOf(series, target, window.rows)
    const forecasts = model.predict(series, window.rows)
    const mean =
      labels.reduce((sum, y, i) => sum + 2 ** (y - forecasts[i]! - offset), 0) / labels.length
    expect(mean).toBeCloseTo(1, 10)
  })
})

describe('models by hand', () => {
  const h2: Target = { kind: 'log-variance', horizonEpochs: 2 }
  const small = handMadeSeries({ variance: [9, 9, 2, 6, 16, 16], lastCellTick: [1, 2, 3, 4, 5, 6] })
  const window = (rows: number[]): TrainingWindow => ({
    series: small,
    target: h2,
    rows: Int32Array.from(rows),
    validationRows: new Int32Array(0),
    seed: 1,
  })

  it('repeats the last epochs, or those a season before', async () => {
    const naive = await createNaive(h2).fit(window([3]))
    expect([...naive.predict(small, Int32Array.of(3))]).toEqual([2])
    const seasonal = await createSeasonalNaive(h2, 3).fit(window([3]))
    // entries 6 and 7 as 3 and 4: (6 + 16) / 2
    expect(seasonal.predict(small, Int32Array.of(5))[0]).toBeCloseTo(Math.log2(11), 12)
    expect(createSeasonalNaive({ ...h2, horizonEpochs: 4 }, 3).lookbackEpochs).toBe(6)
  })

  it('has the raw features of the specification', () => {
    const at = (kind: Parameters<typeof featureColumn>[1]['kind'], epochs: number) =>
      featureColumn(small, { kind, window: epochs }, Int32Array.of(5))[0]
    const log = small.logVarianceX16
    expect(at('log-variance-lag', 2)).toBe(log[3])
    expect(at('log-variance-mean', 3)).toBe(Math.floor((log[3]! + log[4]! + log[5]!) / 3))
    expect(at('log-mean-variance', 3)).toBe(log2X16Down(38) - log2X16Down(3))
    expect(at('drift', 2)).toBe(2)
    // the epoch after entry 5 is 420,006: hour 6 of the day
    expect(at('hour-sin', 0)).toBe(16_384)
    expect(at('hour-cos', 0)).toBe(0)
  })

  it('refuses targets that a model does not know', () => {
    expect(() => createEwma().fit({ ...window([3]), target: targets[2]! })).toThrow(
      expect.objectContaining({ code: 'E_FORECAST_TARGET' }),
    )
  })
})

describe('HAR', () => {
  const target = targets[0]!

  it('is its linear form over raw features, to the last bit', async () => {
    for (const learner of [createHar(), createHarHour()]) {
      const model = await learner.fit(windowOf(target, learner))
      const { features, coefficients, intercept } = linearForm(model)
      const rows = upTo(2000, 2050)
      const columns = features.map((feature) => featureColumn(series, feature, rows))
      const byHand = [...rows].map((_, i) =>
        columns.reduce((sum, column, a) => sum + coefficients[a]! * column[i]!, intercept),
      )
      expect([...model.predict(series, rows)]).toEqual(byHand)
    }
  })

  it('finds the coefficients that made a series', async () => {
    const random = seededRandom('har', 'noise')
    const logs = Array.from({ length: 24 }, () => 12)
    for (let i = 24; i < 12_000; i++) {
      const mean = (n: number) => logs.slice(-n).reduce((a, b) => a + b, 0) / n
      logs.push(1.2 + 0.4 * mean(1) + 0.3 * mean(4) + 0.2 * mean(24) + 0.5 * normal(random))
    }
    const made = handMadeSeries({ variance: logs.map((log) => Math.round(2 ** log)) })
    const rows = upTo(23, 11_999)
    const fit = { series: made, rows, validationRows: rows.slice(0, 0), seed: 1 }
    const learner = createHar([1, 4, 24])
    const model = await learner.fit({ ...fit, target: { kind: 'log-variance', horizonEpochs: 1 } })
    const { coefficients } = linearForm(model)
    const [one, four, day, meanOfFour, meanOfDay] = coefficients.map((c) => c * 65_536)
    expect(one).toBeCloseTo(0.4, 1)
    // a log of the mean carries nothing that the mean of logs does not
    expect(four! + meanOfFour!).toBeCloseTo(0.3, 1)
    expect(day! + meanOfDay!).toBeCloseTo(0.2, 1)
  })

  it('needs a linear model to give a linear form', async () => {
    const learner = createEwma()
    const model = await learner.fit(windowOf(target, learner))
    expect(() => linearForm(model)).toThrow(
      expect.objectContaining({ code: 'E_FORECAST_PARAMETERS' }),
    )
    expect(
      linearForm(await createDriftAr().fit(windowOf(targets[2]!, createDriftAr()))).features,
    ).toEqual([
      { kind: 'drift', window: 1 },
      { kind: 'drift', window: 4 },
      { kind: 'drift', window: 24 },
    ])
  })
})
