import { beforeAll, describe, expect, it } from 'vitest'
import { createHar } from '../models/har.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { labelsOf } from '../targets/labels.ts'
import type { NetBackend } from './backend/backend.ts'
import { openBackend } from './backend/open-backend.ts'
import { multiplyAddsOf } from './dense-form.ts'
import { gru } from './gru.ts'
import { harNet } from './har-net.ts'
import { loadNet } from './load-net.ts'
import { mlp } from './mlp.ts'
import { parametersHash } from './testing/weights-hashes.ts'
import {
  longMemorySeries,
  meanSquaredError,
  noiseSeries,
  rowsBetween,
  windowOver,
} from './testing/synthetic-series.ts'

let backend: NetBackend
beforeAll(async () => {
  backend = await openBackend('wasm')
})

const small = { minimumRows: 100, batchSize: 64 }

describe('har-net', () => {
  it.each([[[16]], [[12, 6]], [[]]])(
    'starts as the HAR of its fold, with hidden layers %j',
    async (hiddenUnits) => {
      const window = windowOver(longMemorySeries(900, 7))
      const har = await createHar().fit(window)
      const net = await harNet(backend, { ...small, hiddenUnits, epochs: 0 }).fit(window)
      const expected = har.predict(window.series, window.validationRows)
      net.predict(window.series, window.validationRows).forEach((forecast, i) => {
        expect(Math.abs(forecast - expected[i]!)).toBeLessThan(1e-12)
      })
    },
  )

  it('stays the HAR of its fold when nothing it learns helps on the validation rows', async () => {
    const window = windowOver(longMemorySeries(900, 7))
    const har = await createHar().fit(window)
    // Steps this wide overshoot at once and never come back within two passes.
    const wild = { ...small, epochs: 2, learningRate: 3 }
    const net = await harNet(backend, wild).fit(window)
    expect(net.training.log.bestPass).toBe(0)
    const expected = har.predict(window.series, window.validationRows)
    net.predict(window.series, window.validationRows).forEach((forecast, i) => {
      expect(Math.abs(forecast - expected[i]!)).toBeLessThan(1e-12)
    })
  })

  it('learns a nonlinear residual that HAR cannot, and says which pass it kept', async () => {
    // A bent line of the last variance, with noise of variance 1/4 that no model can foresee.
    const bent = (last: number): number => Math.min(3, 1.6 * (Math.abs(last) - 1) - 0.8 * last)
    const series = longMemorySeries(2000, 3, bent, 0.5)
    const window = windowOver(sliceSeries(series, 0, 1500))
    const test = rowsBetween(1500, 1999)
    const truth = labelsOf(series, window.target, test)
    const har = await harNet(backend, { ...small, epochs: 0 }).fit(window)
    const net = await harNet(backend, { ...small, epochs: 25, learningRate: 1e-2 }).fit(window)
    const harError = meanSquaredError(har.predict(series, test), truth)
    const netError = meanSquaredError(net.predict(series, test), truth)
    expect(netError).toBeLessThan(0.5 * harError)
    expect(netError).toBeGreaterThan(0.8 * 0.25)
    const { bestPass, validationLosses, trainingLosses, passes } = net.training.log
    expect(bestPass).toBeGreaterThan(0)
    expect(validationLosses[bestPass]).toBe(Math.min(...validationLosses))
    expect([validationLosses.length - 1, trainingLosses.length]).toEqual([passes, passes])
    expect(multiplyAddsOf(net.denseForm)).toBe(11 * 18 + 18)
  })
})

describe('a net', () => {
  it('does not beat the mean on noise', async () => {
    const series = noiseSeries(1500, 9)
    const window = windowOver(sliceSeries(series, 0, 1000))
    const test = rowsBetween(1000, 1499)
    const truth = labelsOf(series, window.target, test)
    const fitted = labelsOf(series, window.target, window.rows)
    const mean = fitted.reduce((sum, label) => sum + label, 0) / fitted.length
    const meanError = meanSquaredError(
      truth.map(() => mean),
      truth,
    )
    const model = await mlp(backend, { ...small, epochs: 10 }).fit(window)
    const error = meanSquaredError(model.predict(series, test), truth)
    expect(error / meanError).toBeGreaterThan(0.99)
    expect(error / meanError).toBeLessThan(1.05)
  })

  it('that is recurrent learns an echo that lies within its sequence only', async () => {
    // Every variance repeats that of three epochs ago: only the sequence shows it.
    const echo = noiseSeries(900, 4)
    for (let i = 3; i < echo.length; i++) {
      if (i % 6 < 3) continue
      echo.variance[i] = echo.variance[i - 3]!
      echo.logVarianceX16[i] = echo.logVarianceX16[i - 3]!
    }
    const window = windowOver(echo)
    const sequence = { ...small, steps: 4, units: 8, learningRate: 0.02 }
    const features = [
      { kind: 'log-variance-lag', window: 0 },
      { kind: 'hour-sin', window: 0 },
      { kind: 'hour-cos', window: 0 },
    ] as const
    const model = await gru(backend, { ...sequence, features, epochs: 15 }).fit(window)
    const { validationLosses, bestPass } = model.training.log
    expect(validationLosses[bestPass]!).toBeLessThan(0.9 * validationLosses[0]!)
    expect(model.attestedOnly).toBe(true)
  })

  it('forecasts in float64 what the backend computes in float32', async () => {
    const window = { ...windowOver(longMemorySeries(600, 2)), validationRows: new Int32Array() }
    const settings = { ...small, epochs: 2 }
    for (const learner of [mlp(backend, settings), gru(backend, { ...settings, steps: 4 })]) {
      const model = await learner.fit(window)
      // The loss of one more pass at a learning rate of nothing is the loss of the kept weights.
      const forecasts = model.predict(window.series, window.rows)
      const truth = labelsOf(window.series, window.target, window.rows)
      const scale = 'denseForm' in model ? model.denseForm.outputScale : model.gruForm.outputScale
      const loss = meanSquaredError(forecasts, truth) / scale ** 2
      const again = await learner.fit({ ...window, validationRows: window.rows })
      expect(Math.abs(loss - again.training.log.validationLosses[2]!)).toBeLessThan(1e-5)
    }
  })

  it('leaves no tensor behind, however its training ends', async () => {
    const window = windowOver(longMemorySeries(500, 2))
    const before = backend.tf.memory().numTensors
    await mlp(backend, { ...small, epochs: 3 }).fit(window)
    await gru(backend, { ...small, epochs: 1, steps: 4 }).fit(window)
    const stop = new AbortController()
    const stopped = harNet(backend, {
      ...small,
      signal: stop.signal,
      onPass: ({ pass }) => {
        if (pass === 2) stop.abort()
      },
    }).fit(window)
    await expect(stopped).rejects.toMatchObject({ code: 'E_CANCELLED', exitCode: 2 })
    const wild = mlp(backend, { ...small, learningRate: 1e30 }).fit(window)
    await expect(wild).rejects.toMatchObject({ code: 'E_TRAINING_DIVERGED' })
    expect(backend.tf.memory().numTensors).toBe(before)
  })

  it('is read back from its parameters with the same forecasts to the last bit', async () => {
    const window = windowOver(longMemorySeries(500, 2))
    const learners = [
      mlp(backend, { ...small, epochs: 1 }),
      gru(backend, { ...small, epochs: 1, steps: 4 }),
    ]
    for (const learner of learners) {
      const model = await learner.fit(window)
      const read = loadNet(JSON.parse(JSON.stringify(model.parameters)))
      expect(parametersHash(read)).toBe(parametersHash(model))
      expect(read.predict(window.series, window.validationRows)).toEqual(
        model.predict(window.series, window.validationRows),
      )
    }
  })

  it('takes its scales from its training rows, not from those it validates on', async () => {
    const window = windowOver(longMemorySeries(500, 2))
    const other = longMemorySeries(500, 99)
    const changed = structuredClone(window.series)
    // The label of the last training row ends one entry after it.
    const end = window.rows.at(-1)! + 2
    changed.variance.set(other.variance.subarray(end), end)
    changed.logVarianceX16.set(other.logVarianceX16.subarray(end), end)
    changed.lastCellTick.set(other.lastCellTick.subarray(end), end)
    for (const learner of [
      mlp(backend, { ...small, epochs: 0 }),
      gru(backend, { ...small, epochs: 0, steps: 4 }),
    ]) {
      const model = await learner.fit(window)
      const same = await learner.fit({ ...window, series: changed })
      expect(parametersHash(same)).toBe(parametersHash(model))
    }
  })

  it('is not changed by what comes after its window, and a forecast not by what comes after its row', async () => {
    const series = longMemorySeries(700, 2)
    const other = longMemorySeries(700, 99)
    const changed = structuredClone(series)
    const end = 500
    changed.variance.set(other.variance.subarray(end), end)
    changed.logVarianceX16.set(other.logVarianceX16.subarray(end), end)
    changed.lastCellTick.set(other.lastCellTick.subarray(end), end)
    const window = windowOver(sliceSeries(series, 0, end))
    const learner = harNet(backend, { ...small, epochs: 1 })
    const [model, same] = [
      await learner.fit(window),
      await learner.fit({ ...window, series: sliceSeries(changed, 0, end) }),
    ]
    expect(parametersHash(same)).toBe(parametersHash(model))
    const rows = rowsBetween(200, end)
    expect(model.predict(changed, rows)).toEqual(model.predict(series, rows))
  })
})
