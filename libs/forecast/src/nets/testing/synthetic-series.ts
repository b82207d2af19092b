import { seededRandom } from '@tickwise/amm'
import type { TrainingWindow } from '../../models/model.ts'
import type { EpochSeries } from '../../series/epoch-series.ts'

/** A standard normal draw (Box & Muller). */
export function normalDraw(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** An hourly series whose log2 variances and drifts are given. */
export function seriesOf(logVariances: readonly number[], drifts: readonly number[]): EpochSeries {
  const variance = Float64Array.from(logVariances, (log) => Math.max(1, Math.round(2 ** log)))
  let tick = 0
  const lastCellTick = Int32Array.from(drifts, (drift) => (tick += Math.round(drift)))
  return {
    epochSeconds: 3600,
    cellsPerEpoch: 12,
    firstEpoch: 470_000,
    length: variance.length,
    valid: new Uint8Array(variance.length).fill(1),
    variance,
    logVarianceX16: Int32Array.from(variance, (value) => Math.floor(Math.log2(value) * 65_536)),
    meanTick: lastCellTick,
    lastCellTick,
    source: { kind: 'candles', root: '0x00' },
  }
}

/**
 * Log variances around 14 with long memory: each follows the last, the mean of the last day, `nonlinear` of the
 * two, and noise.
 */
export function longMemorySeries(
  length: number,
  seed: number,
  nonlinear: (last: number, day: number) => number = () => 0,
  noise = 0.7,
): EpochSeries {
  const random = seededRandom(seed)
  const logs: number[] = []
  for (let i = 0; i < length; i++) {
    const last = (logs.at(-1) ?? 14) - 14
    const recent = logs.slice(-24)
    const day =
      recent.length === 0 ? 0 : recent.reduce((sum, log) => sum + log - 14, 0) / recent.length
    const mean = 0.45 * last + 0.4 * day + nonlinear(last, day)
    logs.push(14 + Math.min(8, Math.max(-8, mean + noise * normalDraw(random))))
  }
  return seriesOf(
    logs,
    logs.map(() => 30 * normalDraw(random)),
  )
}

/** Log variances without memory. */
export function noiseSeries(length: number, seed: number): EpochSeries {
  const random = seededRandom(seed)
  const logs = Array.from({ length }, () => 14 + normalDraw(random))
  return seriesOf(
    logs,
    logs.map(() => 30 * normalDraw(random)),
  )
}

/** Rows `from` … `to − 1`. */
export function rowsBetween(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i)
}

/** A window over the next epoch's log variance: 70 % of the rows to fit, a gap, the rest to validate. */
export function windowOver(series: EpochSeries, seed = 1, lookback = 200): TrainingWindow {
  const last = series.length - 1
  const split = Math.floor(lookback + 0.7 * (last - lookback))
  return {
    series,
    target: { kind: 'log-variance', horizonEpochs: 1 },
    rows: rowsBetween(lookback, split),
    validationRows: rowsBetween(split + 1, last),
    seed,
  }
}

/** Mean squared difference. */
export function meanSquaredError(forecasts: Float64Array, truths: Float64Array): number {
  return (
    forecasts.reduce((sum, value, i) => sum + (value - (truths[i] ?? 0)) ** 2, 0) / truths.length
  )
}
