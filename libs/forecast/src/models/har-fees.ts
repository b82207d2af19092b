import { mapRows } from '../numerics/map-rows.ts'
import { leastSquares } from '../numerics/least-squares.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { amountsOf, logFeesOf, logMeanAmount } from '../targets/amounts.ts'
import { labelsOf } from '../targets/labels.ts'
import { requireRows } from './fit-window.ts'
import type { FittedModel, Learner, TrainingWindow } from './model.ts'
import { readParameters } from './read-parameters.ts'

const windows = [1, 4, 24, 168] as const

/** Epochs of a day and of a week, from which the seasonal terms are taken. */
export interface FeeSeasons {
  readonly dayEpochs: number
  readonly weekEpochs: number
}

/**
 * HAR on logarithms of fee growth: means over 1, 4, 24 and 168 epochs, and what the same epochs earned a day
 * and a week before (volume has hours and weekends).
 *
 * Source: Corsi as for `har`; volume has the same long memory as variance.
 *
 * @example
 * const model = await createHarFees({ kind: 'log-fee-growth', horizonEpochs: 4 }).fit(window)
 */
export function createHarFees(
  target: { readonly horizonEpochs: number },
  seasons: FeeSeasons = { dayEpochs: 24, weekEpochs: 168 },
): Learner {
  const shifts = [seasons.dayEpochs, seasons.weekEpochs].map(
    (season) => season * Math.ceil(target.horizonEpochs / season),
  )
  const learner: Learner = {
    name: 'har-fees',
    minimumRows: 10 * (windows.length + shifts.length + 1),
    lookbackEpochs: Math.max(...windows, ...shifts),
    settings: { shifts },
    fit: (window) => fitFees(window, requireRows(learner, window, ['log-fee-growth']), shifts),
    restore: restoreFees,
  }
  return learner
}

function fitFees(window: TrainingWindow, rows: Int32Array, shifts: readonly number[]): FittedModel {
  const { series, target } = window
  const columns = feeColumns(series, rows, shifts, target.horizonEpochs)
  const fit = leastSquares(columns, labelsOf(series, target, rows))
  return restoreFees({
    name: 'har-fees',
    target: target.kind,
    horizonEpochs: target.horizonEpochs,
    shifts: [...shifts],
    coefficients: [...fit.coefficients],
    intercept: fit.intercept,
    ridge: fit.ridge,
  })
}

function restoreFees(parameters: FittedModel['parameters']): FittedModel {
  const read = readParameters(parameters)
  const shifts = read.numbers('shifts')
  const coefficients = read.numbers('coefficients')
  const horizonEpochs = read.number('horizonEpochs')
  const intercept = read.number('intercept')
  const predict = (series: EpochSeries, rows: Int32Array): Float64Array => {
    const columns = feeColumns(series, rows, shifts, horizonEpochs)
    return Float64Array.from(rows, (_, i) =>
      columns.reduce(
        (sum, column, a) => sum + (coefficients[a] ?? NaN) * (column[i] ?? NaN),
        intercept,
      ),
    )
  }
  return { name: read.text('name'), parameters, predict }
}

function feeColumns(
  series: EpochSeries,
  rows: Int32Array,
  shifts: readonly number[],
  horizonEpochs: number,
): Float64Array[] {
  const log = logFeesOf(series)
  const amounts = amountsOf(series, 'log-fee-growth')
  const means = windows.map((window) =>
    mapRows(rows, (row) => {
      let sum = 0
      for (let i = row - window + 1; i <= row; i++) sum += log[i] ?? NaN
      return sum / window / 65_536
    }),
  )
  const seasons = shifts.map((shift) =>
    mapRows(rows, (row) => {
      const from = row + 1 - shift
      return logMeanAmount(amounts, from, from + horizonEpochs)
    }),
  )
  return [...means, ...seasons]
}
