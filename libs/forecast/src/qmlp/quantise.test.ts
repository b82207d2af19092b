import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../amm/src/testing/random.ts'
import { modelHash } from './codec.ts'
import { floatForecast, type FloatModel } from './float-model.ts'
import { infer } from './infer.ts'
import { quantisationLoss } from './quantisation-loss.ts'
import { quantiseModel } from './quantise.ts'
import { standardise } from '../oracle/standardise.ts'

/** A log variance (X16) with memory over days, and its means over 1, 4, 24 and 168 epochs. */
function harRows(rows: number, seed: number): Int32Array {
  const random = createRandom(seed)
  const shock = () =>
    Array.from({ length: 12 }, () => random.fraction()).reduce((a, b) => a + b) - 6
  const series: number[] = []
  let [fast, slow] = [0, 0]
  for (let i = 0; i < rows + 168; i++) {
    fast = 0.7 * fast + 0.9 * shock()
    slow = 0.99 * slow + 0.15 * shock()
    series.push(Math.round(65_536 * (10 + fast + slow)))
  }
  const mean = (end: number, n: number) =>
    Math.floor(series.slice(end - n, end).reduce((a, b) => a + b) / n)
  return Int32Array.from({ length: rows * 4 }, (_, k) =>
    mean(168 + Math.floor(k / 4), [1, 4, 24, 168][k % 4]!),
  )
}

const windows = [1, 4, 24, 168]

function momentsOf(raw: Int32Array, width: number) {
  const rows = raw.length / width
  const inputMeans = new Float64Array(width)
  const inputScales = new Float64Array(width)
  raw.forEach((value, k) => (inputMeans[k % width]! += value / rows))
  raw.forEach(
    (value, k) => (inputScales[k % width]! += (value - inputMeans[k % width]!) ** 2 / rows),
  )
  return { inputMeans, inputScales: inputScales.map(Math.sqrt) }
}

/** Weights as a fit of log variance has them: positive, the shortest lags largest. */
function harModel(raw: Int32Array, layers?: FloatModel['layers']): FloatModel {
  const linear = {
    weights: Float64Array.of(0.31, 0.27, 0.22, 0.013),
    biases: Float64Array.of(0.002),
  }
  return {
    ...{ target: 'log-variance', epochSeconds: 3600, cellsPerEpoch: 12, horizonEpochs: 4 },
    features: windows.map((window) => ({ kind: 'log-variance-mean', window })),
    layers: layers ?? [linear],
    ...momentsOf(raw, 4),
    outputMean: 655_123.4,
    outputScale: 81_234.5,
    levelOffset: 20_123.4,
  }
}

function randomLayers(widths: readonly number[], seed: number): FloatModel['layers'] {
  const random = createRandom(seed)
  const draw = () => random.fraction() * 2 - 1
  return widths.slice(1).map((outputs, l) => ({
    weights: Float64Array.from(
      { length: widths[l]! * outputs },
      () => draw() * Math.sqrt(3 / widths[l]!),
    ),
    biases: Float64Array.from({ length: outputs }, () => 0.3 * draw()),
  }))
}

/** The same function: hidden outputs times powers of ten from 1/1000 to 1000, taken back by what follows. */
function unevenly(layers: FloatModel['layers'], seed: number): FloatModel['layers'] {
  const random = createRandom(seed)
  let before = new Float64Array(layers[0]!.weights.length / layers[0]!.biases.length).fill(1)
  return layers.map(({ weights, biases }, l) => {
    const last = l === layers.length - 1
    const factors = biases.map(() => (last ? 1 : 10 ** random.integer(-3, 3)))
    const columns = before
    before = factors
    return {
      weights: weights.map((weight, k) => {
        const [row, column] = [Math.floor(k / columns.length), k % columns.length]
        return (weight * factors[row]!) / columns[column]!
      }),
      biases: biases.map((bias, j) => bias * factors[j]!),
    }
  })
}

describe('quantising a linear model', () => {
  const raw = harRows(2000, 1)
  const float = harModel(raw)
  const { model, loss } = quantiseModel(float, raw)

  it('puts the precision into the multipliers: every weight is 127', () => {
    expect([...model.layers[0]!.weights]).toEqual([127, 127, 127, 127])
    const negative = harModel(raw, [
      { weights: Float64Array.of(0.5, -0.2, 0, -1e-9), biases: Float64Array.of(0) },
    ])
    expect([...quantiseModel(negative, raw).model.layers[0]!.weights]).toEqual([127, -127, 0, -127])
  })

  it('loses less than a thousandth of a standard deviation', () => {
    expect(loss.rows).toBe(2000)
    expect(loss.saturatedInputs).toBe(0)
    expect(loss.rmsDifference / float.outputScale).toBeLessThan(0.0005)
    expect(loss.maxDifference / float.outputScale).toBeLessThan(0.002)
  })

  it('does so on rows that it has not seen', () => {
    const fresh = quantisationLoss(float, model, harRows(2000, 2))
    expect(fresh.rmsDifference / float.outputScale).toBeLessThan(0.001)
  })

  it('reports what its report says', () => {
    const inputs = Int16Array.from(model.features, (feature, i) => standardise(feature, raw[i]!))
    const difference = Math.abs(infer(model, inputs) - floatForecast(float, raw, 0))
    expect(quantisationLoss(float, model, raw.subarray(0, 4))).toEqual({
      rows: 1,
      maxDifference: difference,
      rmsDifference: difference,
      saturatedInputs: 0,
    })
  })

  it('saturates beyond 8 standard deviations, and counts it', () => {
    const far = raw.slice(0, 4).map((value, i) => value + 20 * float.inputScales[i]!)
    const { saturatedInputs } = quantisationLoss(float, model, far)
    expect(saturatedInputs).toBeGreaterThan(0)
  })

  it('gives the same bytes again', () => {
    expect(modelHash(quantiseModel(harModel(harRows(2000, 1)), harRows(2000, 1)).model)).toBe(
      modelHash(model),
    )
  })

  it('keeps the metadata and rounds the constants', () => {
    expect(model).toMatchObject({ target: 'log-variance', horizonEpochs: 4, cellsPerEpoch: 12 })
    expect(model.output.levelOffset).toBe(20_123)
    expect(model.features.map(({ window }) => window)).toEqual(windows)
    for (const [i, { mean }] of model.features.entries()) {
      expect(mean).toBe(Math.round(float.inputMeans[i]!))
    }
  })
})

describe('quantising a net', () => {
  const raw = harRows(1500, 3)

  it.each([
    ['4→8→1', [4, 8, 1]],
    ['4→32→16→1', [4, 32, 16, 1]],
    ['4→16→16→16→1', [4, 16, 16, 16, 1]],
  ])(
    '%s loses about a hundredth of what its output moves, whatever its scales inside',
    (_name, widths) => {
      const float = harModel(raw, randomLayers(widths, 5))
      const { loss } = quantiseModel(float, raw)
      expect(loss.saturatedInputs).toBe(0)
      expect(loss.rmsDifference / spreadOf(float)).toBeLessThan(0.015)
      const uneven = harModel(raw, unevenly(float.layers, 6))
      const same = quantiseModel(uneven, raw).loss
      expect(same.rmsDifference).toBeLessThan(1.1 * loss.rmsDifference)
    },
  )

  it('that is HAR in disguise is nearly HAR', () => {
    // max(0, x) − max(0, −x) = x for each feature.
    const weights = [0.31, 0.27, 0.22, 0.05]
    const first = Float64Array.from({ length: 32 }, (_, k) =>
      k % 4 === Math.floor(k / 8) ? (Math.floor(k / 4) % 2 === 0 ? 1 : -1) : 0,
    )
    const second = Float64Array.from({ length: 8 }, (_, j) =>
      j % 2 === 0 ? weights[j >> 1]! : -weights[j >> 1]!,
    )
    const float = harModel(raw, [
      { weights: first, biases: new Float64Array(8) },
      { weights: second, biases: new Float64Array(1) },
    ])
    const { loss } = quantiseModel(float, raw)
    expect(loss.rmsDifference / spreadOf(float)).toBeLessThan(0.005)
  })

  it('survives outputs that never fire and layers of zeros', () => {
    const dead = [
      { weights: new Float64Array(12), biases: Float64Array.of(-1, 0, 1) },
      { weights: Float64Array.of(1, 1, 1), biases: Float64Array.of(2) },
    ]
    const float = harModel(raw, dead)
    const { loss } = quantiseModel(float, raw)
    expect(loss.maxDifference / float.outputScale).toBeLessThan(0.001)
  })

  function spreadOf(float: FloatModel): number {
    const forecasts = Array.from({ length: 1500 }, (_, row) => floatForecast(float, raw, row))
    const mean = forecasts.reduce((a, b) => a + b) / 1500
    return Math.sqrt(forecasts.reduce((sum, f) => sum + (f - mean) ** 2, 0) / 1500)
  }
})

describe('what cannot be quantised', () => {
  const raw = harRows(200, 4)
  const fault = (change: Partial<FloatModel>, rows: Int32Array | Float64Array = raw) => {
    try {
      quantiseModel({ ...harModel(raw), ...change }, rows)
    } catch (error) {
      return error
    }
    return undefined
  }

  it('is a bias that is huge beside its weights: the bound is told', () => {
    const layers = [
      { weights: new Float64Array(4).fill(1e-6), biases: Float64Array.of(1e6) },
      { weights: Float64Array.of(1), biases: Float64Array.of(0) },
    ]
    // The equaliser cannot help: factors keep the ratio of bias and weights.
    expect(fault({ layers })).toMatchObject({
      code: 'E_QUANTISE_OVERFLOW',
      facts: { layer: 0, output: 0, highest: expect.any(Number) },
    })
  })

  it.each([
    [
      'a weight that is no number',
      { layers: [{ weights: Float64Array.of(1, NaN, 1, 1), biases: new Float64Array(1) }] },
      'E_QUANTISE_NOT_FINITE',
    ],
    [
      'an infinite bias',
      { layers: [{ weights: new Float64Array(4), biases: Float64Array.of(Infinity) }] },
      'E_QUANTISE_NOT_FINITE',
    ],
    ['a constant feature', { inputScales: Float64Array.of(1, 0, 1, 1) }, 'E_QUANTISE_CONSTANT'],
    ['a constant forecast', { outputScale: 0 }, 'E_QUANTISE_CONSTANT'],
    ['means of other features', { inputMeans: new Float64Array(3) }, 'E_QUANTISE_SHAPE'],
    [
      'two outputs',
      { layers: [{ weights: new Float64Array(8), biases: new Float64Array(2) }] },
      'E_QUANTISE_SHAPE',
    ],
    ['a mean beyond int32', { inputMeans: Float64Array.of(0, 0, 0, 3e9) }, 'E_QUANTISE_RANGE'],
    ['a forecast beyond int32', { outputMean: 3e9 }, 'E_QUANTISE_RANGE'],
    ['a drift with a level offset', { target: 'drift' }, 'E_MODEL_FIELD'],
  ] as const)('%s', (_what, change, code) => {
    expect(fault(change)).toMatchObject({ code })
  })

  it('no rows, parts of rows, and rows with gaps', () => {
    expect(fault({}, new Int32Array(0))).toMatchObject({ code: 'E_QUANTISE_ROWS' })
    expect(fault({}, new Int32Array(7))).toMatchObject({ code: 'E_QUANTISE_ROWS' })
    expect(fault({}, Float64Array.of(1, 2, NaN, 4))).toMatchObject({
      code: 'E_QUANTISE_ROWS',
      message: 'raw feature 2 of row 0 is NaN',
    })
  })
})
