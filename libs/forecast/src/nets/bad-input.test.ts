import { beforeAll, describe, expect, it } from 'vitest'
import type { TrainingWindow } from '../models/model.ts'
import type { NetBackend } from './backend/backend.ts'
import { openBackend } from './backend/open-backend.ts'
import { gru } from './gru.ts'
import { harNet } from './har-net.ts'
import { loadNet } from './load-net.ts'
import { mlp } from './mlp.ts'
import { longMemorySeries, rowsBetween, seriesOf, windowOver } from './testing/synthetic-series.ts'

let backend: NetBackend
beforeAll(async () => {
  backend = await openBackend('cpu')
})

const small = { minimumRows: 100, epochs: 1, batchSize: 64, steps: 4 }
const good = windowOver(longMemorySeries(500, 2))

function broken(change: (series: ReturnType<typeof longMemorySeries>) => void): TrainingWindow {
  const series = structuredClone(good.series)
  change(series)
  return { ...good, series }
}

const constant = windowOver(
  seriesOf(
    new Array<number>(500).fill(14),
    Array.from({ length: 500 }, (_, i) => i % 7),
  ),
)
const cases: readonly (readonly [string, TrainingWindow, string])[] = [
  ['too few rows', { ...good, rows: good.rows.subarray(0, 99) }, 'E_FORECAST_HISTORY'],
  [
    'rows that look back before the series',
    { ...good, rows: rowsBetween(20, 300) },
    'E_FORECAST_GAP',
  ],
  [
    'rows whose label lies after the series',
    { ...good, rows: rowsBetween(200, 500) },
    'E_FORECAST_GAP',
  ],
  ['a gap', broken(({ valid }) => valid.fill(0, 250, 251)), 'E_FORECAST_GAP'],
  [
    'a variance that is not a number',
    broken(({ variance }) => variance.fill(NaN, 250, 251)),
    'E_FORECAST_SERIES',
  ],
  [
    'an infinite variance',
    broken(({ variance }) => variance.fill(Infinity, 250, 251)),
    'E_FORECAST_SERIES',
  ],
  ['a constant series', constant, 'E_FORECAST_CONSTANT'],
  [
    'half an epoch ahead',
    { ...good, target: { kind: 'log-variance', horizonEpochs: 0.5 } },
    'E_FORECAST_HORIZON',
  ],
  [
    'fees of candles',
    { ...good, target: { kind: 'log-fee-growth', horizonEpochs: 1 } },
    'E_FORECAST_FEES',
  ],
]

describe('what nets refuse', () => {
  it.each(cases)('%s', async (_what, window, code) => {
    for (const learner of [mlp(backend, small), harNet(backend, small)]) {
      await expect(learner.fit(window)).rejects.toMatchObject({ code, exitCode: 1 })
    }
  })

  it('a sequence that starts before the series, at the fit and at the forecast', async () => {
    const learner = gru(backend, { ...small, features: [{ kind: 'log-variance-lag', window: 0 }] })
    expect(learner.lookbackEpochs).toBe(4)
    const early = { ...good, rows: rowsBetween(2, 400) }
    await expect(learner.fit(early)).rejects.toMatchObject({ code: 'E_FORECAST_GAP' })
    const model = await learner.fit({ ...good, rows: rowsBetween(3, 400) })
    expect(() => model.predict(good.series, Int32Array.of(2))).toThrow('without a gap')
    expect(model.predict(good.series, new Int32Array())).toEqual(new Float64Array())
  })

  it('har-net without the features of HAR, and a net without any', async () => {
    const without = harNet(backend, { ...small, features: [{ kind: 'drift', window: 1 }] })
    await expect(without.fit(good)).rejects.toMatchObject({ code: 'E_FORECAST_FEATURES' })
    const none = mlp(backend, { ...small, features: [] })
    await expect(none.fit(good)).rejects.toMatchObject({ code: 'E_FORECAST_FEATURES' })
  })

  it('parameters that are not those of a net', async () => {
    const { parameters } = await mlp(backend, small).fit(good)
    const changes = [
      { format: 'tickwise-net/2' },
      { form: 'transformer' },
      { inputMeans: [1] },
      { outputScale: null },
      { layers: [] },
      { layers: [{ inputs: 11, outputs: 1, weights: [1], biases: [0] }] },
    ]
    for (const change of changes) {
      expect(() => loadNet({ ...parameters, ...change })).toThrow('not the parameters of a net')
    }
    expect(() => loadNet('weights')).toThrow('not the parameters of a net')
  })
})
