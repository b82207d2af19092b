import { log2X16Down } from '../fixed-point/log2.ts'
import { mapRows } from '../numerics/map-rows.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/**
 * Raw values of a feature at each row, the integers of the feature specification. Rows must have
 * {@link featureLookback} valid entries up to them. Sums are of whole numbers below 2^53, so a value does not
 * depend on where the series begins.
 *
 * @example
 * featureColumn(series, { kind: 'log-variance-mean', window: 24 }, rows)
 */
export function featureColumn(
  series: EpochSeries,
  feature: Feature,
  rows: Int32Array,
): Float64Array {
  const { kind, window } = feature
  switch (kind) {
    case 'log-variance-lag': {
      const log = series.logVarianceX16
      return mapRows(rows, (row) => log[row - window] ?? NaN)
    }
    case 'log-variance-mean': {
      const sumUpTo = runningSums(series.logVarianceX16, series.valid)
      return mapRows(rows, (row) => Math.floor(lastSum(sumUpTo, row, window) / window))
    }
    case 'log-mean-variance': {
      const sumUpTo = runningSums(series.variance, series.valid)
      const logWindow = log2X16Down(window)
      return mapRows(
        rows,
        (row) => log2X16Down(Math.max(1, lastSum(sumUpTo, row, window))) - logWindow,
      )
    }
    case 'drift': {
      const tick = series.lastCellTick
      return mapRows(rows, (row) => (tick[row] ?? NaN) - (tick[row - window] ?? NaN))
    }
    case 'hour-sin':
      return mapRows(rows, (row) => hourWave(series, row, Math.sin))
    case 'hour-cos':
      return mapRows(rows, (row) => hourWave(series, row, Math.cos))
  }
}

/**
 * Entries that a feature looks at, the row itself counted.
 *
 * @example
 * featureLookback({ kind: 'drift', window: 4 }) // 5
 */
export function featureLookback({ kind, window }: Feature): number {
  if (kind === 'log-variance-lag' || kind === 'drift') return window + 1
  return Math.max(1, window)
}

/** Sums of the first k entries, k = 0 … length; what is not valid counts 0 and is never asked for. */
function runningSums(values: ArrayLike<number>, valid: Uint8Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    if (valid[i] === 1) sum += values[i] ?? NaN
    sums[i + 1] = sum
  }
  return sums
}

function lastSum(sums: Float64Array, row: number, window: number): number {
  return (sums[row + 1] ?? NaN) - (sums[row + 1 - window] ?? NaN)
}

function hourWave(series: EpochSeries, row: number, wave: (angle: number) => number): number {
  const second = ((series.firstEpoch + row + 1) * series.epochSeconds) % 86_400
  const hour = Math.floor(second / 3600)
  return Math.round(16_384 * wave((hour * 2 * Math.PI) / 24))
}
