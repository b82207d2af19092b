import { describe, expect, it } from 'vitest'
import { checkSeries } from '../series/check-series.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { handMadeSeries } from '../testing/synthetic-series.ts'
import { checkTarget, horizonOf, labelsOf } from './labels.ts'
import { usableRows } from './rows.ts'

const rows = (...values: number[]) => Int32Array.from(values)

describe('labels', () => {
  const series = handMadeSeries({
    variance: [5, 2, 6, 24, 0, 0],
    lastCellTick: [10, 12, 9, 20, 21, 15],
    logFeeGrowthX16: [3, 4, 5, 6, 7, 8].map((log2) => log2 * 65_536),
  })

  it('are the logarithm of the mean variance after the row', () => {
    const label = labelsOf(series, { kind: 'log-variance', horizonEpochs: 2 }, rows(0, 1))
    // (2 + 6) / 2 and (6 + 24) / 2
    expect([...label]).toEqual([2, Math.log2(30) - 1])
  })

  it('take a variance of at least 1 in sum', () => {
    const label = labelsOf(series, { kind: 'log-variance', horizonEpochs: 2 }, rows(3))
    expect([...label]).toEqual([-1])
  })

  it('are the logarithm of the mean fee growth after the row', () => {
    const label = labelsOf(series, { kind: 'log-fee-growth', horizonEpochs: 2 }, rows(0))
    expect(label[0]).toBeCloseTo(Math.log2((16 + 32) / 2), 12)
  })

  it('are the change of the last cell from the row to the end of the horizon', () => {
    const label = labelsOf(series, { kind: 'drift', horizonEpochs: 3 }, rows(0, 2))
    expect([...label]).toEqual([10, 6])
  })

  it('need fees where fees are asked for', () => {
    const bare = handMadeSeries({ variance: [1, 2, 3] })
    expect(() => labelsOf(bare, { kind: 'log-fee-growth', horizonEpochs: 1 }, rows(0))).toThrow(
      expect.objectContaining({ code: 'E_FORECAST_FEES' }),
    )
  })

  it.each([0, -1, 1.5, NaN, Infinity, 1001])('refuse a horizon of %d epochs', (horizonEpochs) => {
    expect(() => checkTarget({ kind: 'drift', horizonEpochs })).toThrow(
      expect.objectContaining({ code: 'E_FORECAST_HORIZON' }),
    )
  })

  it('take a horizon in seconds only when it is a multiple of the epoch', () => {
    expect(horizonOf(14_400, 3600)).toBe(4)
    expect(() => horizonOf(5400, 3600)).toThrow(
      expect.objectContaining({ code: 'E_FORECAST_HORIZON' }),
    )
  })
})

describe('usable rows', () => {
  const all = (gaps: number[], lookbackEpochs: number, horizonEpochs: number) => {
    const series = handMadeSeries({ variance: new Array<number>(10).fill(4), gaps })
    return [...usableRows(series, { from: 0, to: 10, lookbackEpochs, horizonEpochs })]
  }

  it('have their lookback and label inside the series', () => {
    expect(all([], 3, 2)).toEqual([2, 3, 4, 5, 6, 7])
    expect(all([], 3, 0)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(all([], 9, 2)).toEqual([])
  })

  it('have no gap in either', () => {
    expect(all([5], 2, 1)).toEqual([1, 2, 3, 7, 8])
  })

  it('may look back before the range but not start before it', () => {
    const series = handMadeSeries({ variance: new Array<number>(10).fill(4) })
    const range = { from: 4, to: 6, lookbackEpochs: 3, horizonEpochs: 2 }
    expect([...usableRows(series, range)]).toEqual([4, 5])
  })
})

describe('series', () => {
  const series = handMadeSeries({ variance: [1, 2, 3, 4] })

  it('are cut into copies that share nothing', () => {
    const slice = sliceSeries(series, 1, 3)
    expect([...slice.variance]).toEqual([2, 3])
    expect(slice.firstEpoch).toBe(series.firstEpoch + 1)
    expect(slice.variance.buffer.byteLength).toBe(16)
  })

  it('are refused with NaN in a valid epoch, or columns of different lengths', () => {
    const code = expect.objectContaining({ code: 'E_FORECAST_SERIES' })
    const broken = { ...series, variance: Float64Array.of(1, NaN, 3, 4) }
    expect(() => checkSeries(broken)).toThrow(code)
    expect(() => checkSeries({ ...series, variance: Float64Array.of(1) })).toThrow(code)
    expect(() => checkSeries({ ...broken, valid: Uint8Array.of(1, 0, 1, 1) })).not.toThrow()
  })
})
