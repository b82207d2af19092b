import { UserError } from '@tickwise/amm'
import type { Target } from '../models/model.ts'
import { mapRows } from '../numerics/map-rows.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { amountsOf, logMeanAmount } from './amounts.ts'

const longestHorizon = 1000

/**
 * Refuses a horizon that is not a whole number of epochs, 1 … 1000.
 *
 * @throws UserError E_FORECAST_HORIZON
 *
 * @example
 * checkTarget({ kind: 'log-variance', horizonEpochs: 4 })
 */
export function checkTarget(target: Target): void {
  const { horizonEpochs } = target
  if (Number.isInteger(horizonEpochs) && horizonEpochs >= 1 && horizonEpochs <= longestHorizon)
    return
  throw new UserError(
    'E_FORECAST_HORIZON',
    `a horizon of ${horizonEpochs} epochs is not a whole number from 1 to ${longestHorizon}`,
    { hint: 'choose a horizon that is a multiple of the epoch', facts: { horizonEpochs } },
  )
}

/**
 * Horizon in epochs of one given in seconds.
 *
 * @throws UserError E_FORECAST_HORIZON when it is not a multiple of the epoch.
 *
 * @example
 * horizonOf(14_400, 3600) // 4
 */
export function horizonOf(horizonSeconds: number, epochSeconds: number): number {
  const horizonEpochs = horizonSeconds / epochSeconds
  checkTarget({ kind: 'log-variance', horizonEpochs })
  return horizonEpochs
}

/**
 * What came after each row, in the target's unit as in `FittedModel.predict`: for row i and horizon h it
 * covers the entries i + 1 … i + h. Rows must be usable ({@link usableRows}).
 *
 * @example
 * labelsOf(series, { kind: 'drift', horizonEpochs: 1 }, Int32Array.of(9)) // tick of entry 10 − of entry 9
 */
export function labelsOf(series: EpochSeries, target: Target, rows: Int32Array): Float64Array {
  const { kind, horizonEpochs } = target
  if (kind === 'drift') {
    const tick = series.lastCellTick
    return mapRows(rows, (row) => (tick[row + horizonEpochs] ?? NaN) - (tick[row] ?? NaN))
  }
  const amounts = amountsOf(series, kind)
  return mapRows(rows, (row) => logMeanAmount(amounts, row + 1, row + 1 + horizonEpochs))
}
