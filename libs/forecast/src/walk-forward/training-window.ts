import { tooShort } from '../models/fit-window.ts'
import type { Target, TrainingWindow } from '../models/model.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { purgeRows } from '../targets/purge.ts'
import { usableRows } from '../targets/rows.ts'

/** Which window to cut. */
export interface WindowRequest {
  readonly target: Target
  /** Of all models that are compared, so that they are fitted on the same rows. */
  readonly lookbackEpochs: number
  readonly embargoEpochs: number
  /** First row of the block that will be forecast. */
  readonly validFrom: number
  /** First row that may be trained on. */
  readonly trainFrom: number
  /** Rows before `validFrom` that are kept for validation; 0: none. */
  readonly validationEpochs: number
  readonly seed: number
}

/** A window for a learner, and how far it reaches. */
export interface CutWindow {
  readonly window: TrainingWindow
  /** Epoch of the last entry that a label covers: nothing later is in the window. */
  readonly trainedToEpoch: number
}

/**
 * What a learner may see to forecast from `validFrom` on: training rows, purged of the validation rows, and
 * these purged of the rows to come, with a copy of the series that begins with the first row's lookback and
 * ends with the last label. Row numbers count within the copy.
 *
 * @throws UserError E_FORECAST_HISTORY when no row is left.
 *
 * @example
 * const { window } = cutWindow(series, request)
 */
export function cutWindow(series: EpochSeries, request: WindowRequest): CutWindow {
  const { target, lookbackEpochs, embargoEpochs, validFrom, trainFrom } = request
  const { horizonEpochs } = target
  const range = { from: trainFrom, to: validFrom, lookbackEpochs, horizonEpochs }
  const block = { from: validFrom, to: series.length }
  const known = purgeRows(usableRows(series, range), block, embargoEpochs)
  const validationFrom = validFrom - request.validationEpochs
  const rows = purgeRows(known, { from: validationFrom, to: series.length }, embargoEpochs)
  const validationRows = known.filter((row) => row >= validationFrom)
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) throw tooShort('a window', 0, 1)
  const from = first + 1 - lookbackEpochs
  const to = last + horizonEpochs + 1
  const shift = (row: number) => row - from
  return {
    window: {
      series: sliceSeries(series, from, to),
      target,
      rows: rows.map(shift),
      validationRows: validationRows.map(shift),
      seed: windowSeed(request.seed, series.firstEpoch + validFrom),
    },
    trainedToEpoch: series.firstEpoch + to - 1,
  }
}

/** By epoch, not by fold: a fold keeps its seed when others are added. */
function windowSeed(seed: number, epoch: number): number {
  return (Math.imul(seed ^ epoch, 0x9e3779b1) ^ (epoch >>> 3)) >>> 0
}
