import type { EpochSeries } from '../series/epoch-series.ts'

/** A series of these epochs, all valid, in which nothing moved. */
export function blankSeries(
  firstEpoch: number,
  length: number,
  root: string,
  epochSeconds = 3600,
): EpochSeries {
  return {
    epochSeconds,
    cellsPerEpoch: 12,
    firstEpoch,
    length,
    valid: new Uint8Array(length).fill(1),
    variance: new Float64Array(length),
    logVarianceX16: new Int32Array(length),
    meanTick: new Int32Array(length),
    lastCellTick: new Int32Array(length),
    source: { kind: 'events', root },
  }
}
