import { UserError } from '@tickwise/amm'
import type { Target } from '../models/model.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

// The features and labels of the nets, in one file: what the docstrings of `featureKinds`, `ForecastTarget`
// and `FittedModel` say, over an EpochSeries.

const FRACTION_X16 = 65_536
const AMPLITUDE = 2 ** 14

/**
 * A feature before standardisation, an integer, or undefined where the series does not reach back far
 * enough or has a gap.
 */
export function rawFeature(
  series: EpochSeries,
  { kind, window }: Feature,
  row: number,
): number | undefined {
  if (!isKnown(series, row)) return undefined
  switch (kind) {
    case 'log-variance-lag':
      return isKnown(series, row - window) ? series.logVarianceX16[row - window] : undefined
    case 'log-variance-mean': {
      const sum = sumOver(series, series.logVarianceX16, row - window + 1, row)
      return sum === undefined ? undefined : Math.floor(sum / window)
    }
    case 'log-mean-variance': {
      const sum = sumOver(series, series.variance, row - window + 1, row)
      return sum === undefined ? undefined : log2X16(Math.max(sum, 1)) - log2X16(window)
    }
    case 'drift': {
      if (!isKnown(series, row - window)) return undefined
      return at(series.lastCellTick, row) - at(series.lastCellTick, row - window)
    }
    case 'hour-sin':
      return Math.round(AMPLITUDE * Math.sin(hourAngle(series, row)))
    case 'hour-cos':
      return Math.round(AMPLITUDE * Math.cos(hourAngle(series, row)))
  }
}

/** Entries that a feature needs, the row itself counted. */
export function lookbackOf({ kind, window }: Feature): number {
  switch (kind) {
    case 'log-variance-mean':
    case 'log-mean-variance':
      return window
    case 'log-variance-lag':
    case 'drift':
      return window + 1
    case 'hour-sin':
    case 'hour-cos':
      return 1
  }
}

/**
 * What came true over the horizon after a row, in the unit of a forecast (log2 for the logarithms, ticks for
 * drift), or undefined where the series ends before or has a gap.
 *
 * @throws UserError E_NO_FEES when fee growth is wanted of a series without fees
 */
export function labelOf(series: EpochSeries, target: Target, row: number): number | undefined {
  const { kind, horizonEpochs } = target
  const last = row + horizonEpochs
  switch (kind) {
    case 'log-variance': {
      const sum = sumOver(series, series.variance, row + 1, last)
      return sum === undefined ? undefined : Math.log2(Math.max(sum, 1) / horizonEpochs)
    }
    case 'log-fee-growth':
      return logMeanFeeGrowth(series, row + 1, last)
    case 'drift':
      if (!isKnown(series, row) || !isKnown(series, last)) return undefined
      return at(series.lastCellTick, last) - at(series.lastCellTick, row)
  }
}

function logMeanFeeGrowth(series: EpochSeries, first: number, last: number): number | undefined {
  const logs = series.logFeeGrowthX16
  if (logs === undefined)
    throw new UserError('E_NO_FEES', 'the series has no fees to forecast', {
      hint: 'use a series from pool events: candles have no fees',
      facts: { source: series.source.kind },
    })
  let sum = 0
  for (let entry = first; entry <= last; entry++) {
    if (!isKnown(series, entry)) return undefined
    sum += 2 ** (at(logs, entry) / FRACTION_X16)
  }
  return Math.log2(sum / (last - first + 1))
}

function sumOver(
  series: EpochSeries,
  values: Float64Array | Int32Array,
  first: number,
  last: number,
): number | undefined {
  let sum = 0
  for (let entry = first; entry <= last; entry++) {
    if (!isKnown(series, entry)) return undefined
    sum += at(values, entry)
  }
  return sum
}

function hourAngle(series: EpochSeries, row: number): number {
  const nextStart = (series.firstEpoch + row + 1) * series.epochSeconds
  return (Math.floor(nextStart / 3600) % 24) * ((2 * Math.PI) / 24)
}

function log2X16(value: number): number {
  return Math.floor(Math.log2(value) * FRACTION_X16)
}

function isKnown(series: EpochSeries, entry: number): boolean {
  return entry >= 0 && entry < series.length && series.valid[entry] === 1
}

function at(values: Float64Array | Int32Array, entry: number): number {
  return values[entry] ?? Number.NaN
}
