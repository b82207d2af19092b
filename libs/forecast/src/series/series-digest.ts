import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import type { EpochSeries } from './epoch-series.ts'

/**
 * SHA-256 of everything a series says but where it comes from, 64 hex digits: two series with the same
 * digest give the same forecasts. Columns are hashed as they lie in memory (little endian wherever Node runs).
 *
 * @example
 * seriesDigest(sliceSeries(series, 0, 1000))
 */
export function seriesDigest(series: EpochSeries): string {
  const { epochSeconds, cellsPerEpoch, firstEpoch, length } = series
  const hash = sha256.create()
  hash.update(utf8ToBytes(JSON.stringify({ epochSeconds, cellsPerEpoch, firstEpoch, length })))
  const columns = [
    series.valid,
    series.variance,
    series.logVarianceX16,
    series.meanTick,
    series.lastCellTick,
    series.logFeeGrowthX16,
  ]
  for (const column of columns) {
    hash.update(utf8ToBytes(column === undefined ? 'none' : `column ${column.byteLength}`))
    if (column !== undefined)
      hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  }
  return bytesToHex(hash.digest())
}
