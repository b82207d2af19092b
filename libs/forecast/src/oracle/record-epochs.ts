import { log2X16Down } from '../fixed-point/log2.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { cellSecondsOf, type EpochGrid } from './epoch-grid.ts'

/** Mean ticks of spans of time, rounded towards minus infinity; undefined where the data have none. */
export interface MeanTicks {
  (from: number, to: number): number | undefined
}

/** Which epochs to record. */
export interface EpochSpan {
  readonly firstEpoch: number
  readonly length: number
}

/** The part of a series that follows from mean ticks. */
export type EpochRecords = Omit<EpochSeries, 'source' | 'logFeeGrowthX16'>

/**
 * Records of epochs as the on-chain oracle keeps them. An epoch of which a mean is unknown, or that of
 * the cell before it, from which its first difference is taken, is marked invalid.
 *
 * @throws UserError `E_EPOCH_GRID`
 * @example
 * recordEpochs(grid, { firstEpoch, length: 24 }, (from, to) => Math.floor((at(to) - at(from)) / (to - from)))
 */
export function recordEpochs(grid: EpochGrid, span: EpochSpan, meanTick: MeanTicks): EpochRecords {
  const cellSeconds = cellSecondsOf(grid)
  const { firstEpoch, length } = span
  const records = blankRecords(grid, span)
  const start = firstEpoch * grid.epochSeconds
  let before = length > 0 ? meanTick(start - cellSeconds, start) : undefined
  for (let i = 0; i < length; i++) {
    const from = start + i * grid.epochSeconds
    let variance: number | undefined = 0
    for (let cell = 0; cell < grid.cellsPerEpoch; cell++) {
      const cellStart = from + cell * cellSeconds
      const mean = meanTick(cellStart, cellStart + cellSeconds)
      variance = addSquare(variance, mean, before)
      before = mean
    }
    const mean = meanTick(from, from + grid.epochSeconds)
    if (variance === undefined || mean === undefined || before === undefined) continue
    records.valid[i] = 1
    records.variance[i] = variance
    records.logVarianceX16[i] = log2X16Down(Math.max(variance, 1))
    records.meanTick[i] = mean
    records.lastCellTick[i] = before
  }
  return records
}

function addSquare(
  sum: number | undefined,
  mean: number | undefined,
  before: number | undefined,
): number | undefined {
  if (sum === undefined || mean === undefined || before === undefined) return undefined
  return sum + (mean - before) ** 2
}

function blankRecords(grid: EpochGrid, { firstEpoch, length }: EpochSpan): EpochRecords {
  return {
    epochSeconds: grid.epochSeconds,
    cellsPerEpoch: grid.cellsPerEpoch,
    firstEpoch,
    length,
    valid: new Uint8Array(length),
    variance: new Float64Array(length),
    logVarianceX16: new Int32Array(length),
    meanTick: new Int32Array(length),
    lastCellTick: new Int32Array(length),
  }
}
