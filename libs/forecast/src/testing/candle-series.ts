import { importDataset, openReferenceSeries } from '../../../market/src/index.ts'
import { log2X16Down } from '../fixed-point/log2.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

const logTick = Math.log(1.0001)

/**
 * Hourly epochs of an exchange's hourly candles, one candle an epoch. With no prices inside the hour, its
 * variance is Parkinson's (ln high − ln low)² / (4 ln 2) in ticks² (Journal of Business 53(1), 1980), rounded:
 * a proxy for tests of models, not what the feature oracle of a pool says.
 */
export async function hourlyCandleSeries(file: string, folder: string): Promise<EpochSeries> {
  await importDataset({ source: file, out: folder })
  const { timestamp, high, low, close, root } = await openReferenceSeries(folder)
  const firstEpoch = Math.floor((timestamp[0] ?? 0) / 3600)
  const length = Math.floor((timestamp.at(-1) ?? 0) / 3600) - firstEpoch + 1
  const series = {
    epochSeconds: 3600,
    cellsPerEpoch: 1,
    firstEpoch,
    length,
    valid: new Uint8Array(length),
    variance: new Float64Array(length),
    logVarianceX16: new Int32Array(length),
    meanTick: new Int32Array(length),
    lastCellTick: new Int32Array(length),
    source: { kind: 'candles', root } as const,
  }
  timestamp.forEach((second, k) => {
    const i = Math.floor(second / 3600) - firstEpoch
    const range = Math.log((high[k] ?? NaN) / (low[k] ?? NaN)) / logTick
    const variance = Math.round((range * range) / (4 * Math.LN2))
    const tick = Math.floor(Math.log(close[k] ?? NaN) / logTick)
    series.valid[i] = 1
    series.variance[i] = variance
    series.logVarianceX16[i] = log2X16Down(Math.max(1, variance))
    series.meanTick[i] = tick
    series.lastCellTick[i] = tick
  })
  return series
}
