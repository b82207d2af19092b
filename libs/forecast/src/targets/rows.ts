import type { EpochSeries } from '../series/epoch-series.ts'

/** Which entries may be rows. */
export interface RowRange {
  /** First entry that may be a row. */
  readonly from: number
  /** One past the last. */
  readonly to: number
  /** Valid entries needed up to the row, the row itself counted. */
  readonly lookbackEpochs: number
  /** Valid entries needed after the row: the label's horizon, or 0 for rows that are only forecast. */
  readonly horizonEpochs: number
}

/**
 * The entries within a range whose lookback and label lie inside the series and hold no gap, ascending.
 *
 * @example
 * usableRows(series, { from: 0, to: series.length, lookbackEpochs: 168, horizonEpochs: 4 })
 */
export function usableRows(series: EpochSeries, range: RowRange): Int32Array {
  const { from, to, lookbackEpochs, horizonEpochs } = range
  const rows: number[] = []
  const first = Math.max(from, lookbackEpochs - 1)
  const last = Math.min(to, series.length - horizonEpochs) - 1
  const needed = lookbackEpochs + horizonEpochs
  // Entries without a gap up to and including the one at the end of the label.
  let run = 0
  for (let end = Math.max(0, first + 1 - lookbackEpochs); end <= last + horizonEpochs; end++) {
    run = series.valid[end] === 1 ? run + 1 : 0
    const row = end - horizonEpochs
    if (row >= first && run >= needed) rows.push(row)
  }
  return Int32Array.from(rows)
}
