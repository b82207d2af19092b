import type { EpochSeries } from './epoch-series.ts'

/**
 * Entries `from` to `to` − 1 of a series as a copy of their own: nothing outside can be reached from it.
 *
 * @example
 * sliceSeries(series, 100, 200).length // 100; its firstEpoch is 100 later
 */
export function sliceSeries(series: EpochSeries, from: number, to: number): EpochSeries {
  const start = Math.max(0, from)
  const end = Math.min(series.length, to)
  const { logFeeGrowthX16 } = series
  return {
    epochSeconds: series.epochSeconds,
    cellsPerEpoch: series.cellsPerEpoch,
    firstEpoch: series.firstEpoch + start,
    length: Math.max(0, end - start),
    valid: series.valid.slice(start, end),
    variance: series.variance.slice(start, end),
    logVarianceX16: series.logVarianceX16.slice(start, end),
    meanTick: series.meanTick.slice(start, end),
    lastCellTick: series.lastCellTick.slice(start, end),
    ...(logFeeGrowthX16 === undefined
      ? {}
      : { logFeeGrowthX16: logFeeGrowthX16.slice(start, end) }),
    source: series.source,
  }
}
