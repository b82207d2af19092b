import { levelOffsetOf } from '../models/level-offset.ts'
import type { FittedModel, Learner, Target } from '../models/model.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { sliceSeries } from '../series/slice-series.ts'
import { usableRows } from '../targets/rows.ts'
import { predictBlind } from './hidden-future.ts'
import { embargoOf } from './plan.ts'
import type { Fold, WalkForwardPlan } from './plan.ts'
import { cutWindow } from './training-window.ts'
import type { CutWindow } from './training-window.ts'

/** How a learner is fitted over time. */
export interface Schedule {
  /** Epochs before a fit that it may train on. */
  readonly windowEpochs: number
  /** Epochs after which it is fitted again. */
  readonly refitEpochs: number
}

/** A fitted model and from when to when it is in force. */
export interface ModelPiece {
  readonly model: FittedModel
  /** First epoch at whose end it forecasts. */
  readonly validFromEpoch: number
  /** Epoch of the last entry that any of its labels covers; before `validFromEpoch`. */
  readonly trainedToEpoch: number
  /** log2 to add for an amount that is right on average; 0 for drift. */
  readonly levelOffset: number
}

/** What stays the same over all fits of a walk-forward. */
export interface WalkForwardContext {
  readonly series: EpochSeries
  readonly target: Target
  readonly plan: WalkForwardPlan
  /** The longest of all learners. */
  readonly lookbackEpochs: number
  readonly seed: number
  /** Awaited before each fit: where a run is cancelled or lets others work. */
  readonly beforeFit: () => Promise<void>
}

/** A block of rows to forecast, and what its fits may train on. */
export interface PieceBlock {
  readonly from: number
  /** One past the last row. */
  readonly to: number
  /** Rows before each fit that are kept for validation; 0: none. */
  readonly validationEpochs: number
}

/** Pieces over a block of rows, with their forecasts. */
export interface FittedBlock {
  readonly pieces: readonly ModelPiece[]
  readonly forecasts: readonly number[]
}

/** Rows that one fit forecasts. */
export interface Stretch {
  /** First entry of the stretch, where its fit comes into force. */
  readonly from: number
  /** First row that the fit may train on. */
  readonly trainFrom: number
  /** Rows of the stretch that can be forecast and scored. */
  readonly rows: Int32Array
}

/**
 * The stretches of a block under a schedule: a fit at its begin and again every `refitEpochs`.
 *
 * @example
 * stretchesOf(context, fold, { from: fold.testFrom, to: fold.testTo, validationEpochs: 0 }, schedule)
 */
export function stretchesOf(
  { series, target, lookbackEpochs }: WalkForwardContext,
  fold: Fold,
  block: PieceBlock,
  { windowEpochs, refitEpochs }: Schedule,
): readonly Stretch[] {
  const { horizonEpochs } = target
  const stretches: Stretch[] = []
  for (let from = block.from; from < block.to; from += refitEpochs) {
    const to = Math.min(block.to, from + refitEpochs)
    const trainFrom = Math.max(fold.trainFrom, from - windowEpochs)
    const rows = usableRows(series, { from, to, lookbackEpochs, horizonEpochs })
    stretches.push({ from, trainFrom, rows })
  }
  return stretches
}

/**
 * Fits a learner for a stretch, on what was known when it begins.
 *
 * @example
 * const { model } = await fitStretch(context, learner, stretch, 0)
 */
export async function fitStretch(
  context: WalkForwardContext,
  learner: Learner,
  { from, trainFrom }: Pick<Stretch, 'from' | 'trainFrom'>,
  validationEpochs: number,
): Promise<{ readonly model: FittedModel } & CutWindow> {
  await context.beforeFit()
  const cut = cutWindow(context.series, {
    target: context.target,
    lookbackEpochs: context.lookbackEpochs,
    embargoEpochs: embargoOf(context.plan, context.target),
    validFrom: from,
    trainFrom,
    validationEpochs,
    seed: context.seed,
  })
  return { model: await learner.fit(cut.window), ...cut }
}

/**
 * Calls `predict` for the rows of a stretch with a copy of the series that begins with the first row's lookback
 * and ends with the last row.
 *
 * @example
 * forecastStretch(context, rows, (seen, within) => model.predict(seen, within))
 */
export function forecastStretch(
  { series, lookbackEpochs }: WalkForwardContext,
  rows: Int32Array,
  predict: (seen: EpochSeries, rows: Int32Array) => Float64Array,
): Float64Array {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return new Float64Array(0)
  const from = first + 1 - lookbackEpochs
  return predict(
    sliceSeries(series, from, last + 1),
    rows.map((row) => row - from),
  )
}

/**
 * Fits a learner over a block as scheduled and forecasts each stretch with the fit in force, watched for looks
 * ahead.
 *
 * @example
 * await fitPieces(context, fold, learner, { from: fold.testFrom, to: fold.testTo, validationEpochs: 0 }, schedule)
 */
export async function fitPieces(
  context: WalkForwardContext,
  fold: Fold,
  learner: Learner,
  block: PieceBlock,
  schedule: Schedule,
): Promise<FittedBlock> {
  const pieces: ModelPiece[] = []
  const forecasts: number[] = []
  for (const stretch of stretchesOf(context, fold, block, schedule)) {
    const fitted = await fitStretch(context, learner, stretch, block.validationEpochs)
    const { model, window, trainedToEpoch } = fitted
    pieces.push({
      model,
      validFromEpoch: context.series.firstEpoch + stretch.from,
      trainedToEpoch,
      levelOffset: levelOffsetOf(model, window),
    })
    const predict = (seen: EpochSeries, rows: Int32Array) => predictBlind(model, seen, rows)
    forecasts.push(...forecastStretch(context, stretch.rows, predict))
  }
  return { pieces, forecasts }
}
