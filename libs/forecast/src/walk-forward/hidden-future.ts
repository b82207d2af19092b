import { CheckFailedError, UserError } from '@tickwise/amm'
import type { FittedModel } from '../models/model.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/**
 * Forecasts of a block of rows, refused when any of them moves with what comes after its row: the block is
 * forecast again with another future behind a few of its rows, and everything up to there must keep its bits.
 *
 * @throws CheckFailedError E_FORECAST_LOOKAHEAD; UserError E_FORECAST_NOT_FINITE
 *
 * @example
 * const forecasts = predictBlind(model, series, rows)
 */
export function predictBlind(
  model: FittedModel,
  series: EpochSeries,
  rows: Int32Array,
): Float64Array {
  const forecasts = model.predict(series, rows)
  for (const share of [0, 1 / 3, 2 / 3]) {
    const pivot = Math.floor(rows.length * share)
    const last = rows[pivot]
    if (last === undefined || last === series.length - 1) continue
    const again = model.predict(withOtherFuture(series, last), rows)
    for (let i = 0; i <= pivot; i++)
      if (!Object.is(again[i], forecasts[i])) throw lookahead(model, series, rows[i] ?? 0, last)
  }
  requireFinite(model, series, rows, forecasts)
  return forecasts
}

/** A copy with every entry after `last` changed, though still one that could have been. */
function withOtherFuture(series: EpochSeries, last: number): EpochSeries {
  const changed = <T extends Float64Array | Int32Array>(
    column: T,
    change: (x: number) => number,
  ) => {
    const copy = column.slice() as T
    for (let i = last + 1; i < copy.length; i++) copy[i] = change(copy[i] ?? 0)
    return copy
  }
  return {
    ...series,
    variance: changed(series.variance, (variance) => Math.floor(variance / 3) + 7),
    logVarianceX16: changed(series.logVarianceX16, (log) => log + 98_765),
    meanTick: changed(series.meanTick, (tick) => tick - 321),
    lastCellTick: changed(series.lastCellTick, (tick) => tick + 123),
    ...(series.logFeeGrowthX16 === undefined
      ? {}
      : { logFeeGrowthX16: changed(series.logFeeGrowthX16, (log) => log - 54_321) }),
  }
}

function lookahead(model: FittedModel, series: EpochSeries, row: number, last: number) {
  const epoch = series.firstEpoch + row
  return new CheckFailedError(
    'E_FORECAST_LOOKAHEAD',
    `the forecast of ${model.name} at epoch ${epoch} changes with what happens after epoch ${series.firstEpoch + last}`,
    {
      hint: 'a feature of this model looks ahead: use entries up to the row only',
      facts: { model: model.name, epoch },
    },
  )
}

function requireFinite(
  model: FittedModel,
  series: EpochSeries,
  rows: Int32Array,
  forecasts: Float64Array,
): void {
  const bad = rows.findIndex((_, i) => !Number.isFinite(forecasts[i]))
  if (bad < 0) return
  const epoch = series.firstEpoch + (rows[bad] ?? 0)
  throw new UserError(
    'E_FORECAST_NOT_FINITE',
    `${model.name} forecasts ${forecasts[bad]} at epoch ${epoch}`,
    {
      hint: 'a training that diverged does this: lower its learning rate',
      facts: { model: model.name, epoch },
    },
  )
}
