import { UserError } from '@tickwise/amm'
import type { Target } from '../models/model.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { usableRows } from '../targets/rows.ts'
import type { ModelPiece } from './fit-pieces.ts'

/**
 * The fits of one learner over time, each in force from its epoch until the next one's. The same object gives
 * the scores of a walk-forward and the forecasts of a backtest.
 */
export interface RollingModel {
  readonly name: string
  readonly target: Target
  readonly lookbackEpochs: number
  /** Ascending by `validFromEpoch`. */
  readonly pieces: readonly ModelPiece[]
}

/** A forecast with what made it. */
export interface RollingForecast {
  /** In the target's unit. */
  readonly forecast: number
  /** With the level offset: for an amount that is right on average. */
  readonly levelled: number
  readonly piece: ModelPiece
}

/**
 * The fit in force at the end of an epoch; `undefined` before the first.
 *
 * @example
 * pieceInForce(rolling, 480_000)?.trainedToEpoch // before 480,000
 */
export function pieceInForce(rolling: RollingModel, epoch: number): ModelPiece | undefined {
  return rolling.pieces.findLast(({ validFromEpoch }) => validFromEpoch <= epoch)
}

/**
 * The forecast made at the end of entry `index` by the fit then in force, which sees a copy of its lookback
 * and nothing else; `undefined` where the lookback has a gap or reaches before the series.
 *
 * @throws UserError E_FORECAST_NO_MODEL before the first fit.
 *
 * @example
 * forecastAt(rolling, series, series.length - 1)?.levelled
 */
export function forecastAt(
  rolling: RollingModel,
  series: EpochSeries,
  index: number,
): RollingForecast | undefined {
  const epoch = series.firstEpoch + index
  const piece = pieceInForce(rolling, epoch)
  if (piece === undefined)
    throw new UserError(
      'E_FORECAST_NO_MODEL',
      `no fit of ${rolling.name} is in force at epoch ${epoch}`,
      {
        hint: 'begin later, or train on earlier data',
        facts: { epoch, firstFit: rolling.pieces[0]?.validFromEpoch ?? 'none' },
      },
    )
  const { lookbackEpochs } = rolling
  const seen = sliceSeries(series, index + 1 - lookbackEpochs, index + 1)
  const range = { from: 0, to: seen.length, lookbackEpochs, horizonEpochs: 0 }
  const rows = usableRows(seen, range)
  if (rows.length === 0) return undefined
  const forecast = piece.model.predict(seen, rows)[0] ?? NaN
  return { forecast, levelled: forecast + piece.levelOffset, piece }
}
