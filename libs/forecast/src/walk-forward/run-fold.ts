import type { FittedModel, Learner } from '../models/model.ts'
import { createNaive } from '../models/naive.ts'
import { absoluteLoss, meanLoss } from '../scores/point-scores.ts'
import { labelsOf } from '../targets/labels.ts'
import { fitPieces } from './fit-pieces.ts'
import type { FittedBlock, ModelPiece, Schedule, WalkForwardContext } from './fit-pieces.ts'
import { embargoOf } from './plan.ts'
import type { Fold, WalkForwardPlan } from './plan.ts'
import { searchSchedule } from './search-schedule.ts'
import type { ScheduleSearch, TriedSchedule } from './search-schedule.ts'
import { cutWindow } from './training-window.ts'

/** A learner that takes part, and the schedules it may choose from. */
export interface WalkForwardEntry {
  readonly learner: Learner
  /** Left out: one fit a fold on all history before the test, with the validation rows apart. */
  readonly search?: ScheduleSearch
}

/** One model in one fold; plain data. */
export interface FoldModel {
  readonly name: string
  readonly schedule: Schedule
  /** What the schedule was chosen from; empty without a search. */
  readonly tried: readonly TriedSchedule[]
  readonly pieces: readonly PieceRecord[]
  /** One a row, in the target's unit, without the level offset. */
  readonly forecasts: readonly number[]
}

/** A fit as plain data. */
export interface PieceRecord {
  readonly validFromEpoch: number
  readonly trainedToEpoch: number
  readonly levelOffset: number
  readonly parameters: FittedModel['parameters']
}

/** All models in one fold; plain data. */
export interface FoldResult {
  readonly index: number
  readonly trainFromEpoch: number
  readonly validationFromEpoch: number
  readonly testFromEpoch: number
  /** Epoch of each scored row; the forecast was made at its end. */
  readonly epochs: readonly number[]
  /** What came, in the target's unit. */
  readonly actual: readonly number[]
  /** Mean absolute error of the naive forecast over the training rows: the scale of MASE. */
  readonly naiveScale: number
  readonly models: readonly FoldModel[]
}

/**
 * Fits one learner over one fold: chooses a schedule on the validation rows if there is a choice, then
 * forecasts the test.
 *
 * @example
 * const { record, pieces } = await runFoldModel(context, fold, { learner: createHar() })
 */
export async function runFoldModel(
  context: WalkForwardContext,
  fold: Fold,
  entry: WalkForwardEntry,
): Promise<{ readonly record: FoldModel; readonly pieces: readonly ModelPiece[] }> {
  const { learner, search } = entry
  const { plan } = context
  const isSearched = search !== undefined && fold.testFrom > fold.validationFrom
  const { best, tried } = isSearched
    ? await searchSchedule(context, fold, learner, search)
    : { best: wholeHistory(plan), tried: [] }
  const validationEpochs = isSearched ? 0 : plan.validationEpochs
  const block = { from: fold.testFrom, to: fold.testTo, validationEpochs }
  const fitted = await fitPieces(context, fold, learner, block, best)
  return {
    record: recordOf(learner.name, best, tried, fitted),
    pieces: fitted.pieces,
  }
}

/**
 * What a fold's models are compared on.
 *
 * @example
 * const { epochs, actual } = await foldOutcomes(context, fold, rows)
 */
export async function foldOutcomes(
  context: WalkForwardContext,
  fold: Fold,
  rows: Int32Array,
): Promise<Omit<FoldResult, 'models'>> {
  const { series, target } = context
  const epochOf = (entry: number) => series.firstEpoch + entry
  return {
    index: fold.index,
    trainFromEpoch: epochOf(fold.trainFrom),
    validationFromEpoch: epochOf(fold.validationFrom),
    testFromEpoch: epochOf(fold.testFrom),
    epochs: Array.from(rows, epochOf),
    actual: [...labelsOf(series, target, rows)],
    naiveScale: await naiveScale(context, fold),
  }
}

function wholeHistory({ trainEpochs, validationEpochs, testEpochs }: WalkForwardPlan): Schedule {
  return { windowEpochs: trainEpochs + validationEpochs, refitEpochs: testEpochs }
}

function recordOf(
  name: string,
  schedule: Schedule,
  tried: readonly TriedSchedule[],
  { pieces, forecasts }: FittedBlock,
): FoldModel {
  return {
    name,
    schedule,
    tried,
    pieces: pieces.map(({ validFromEpoch, trainedToEpoch, levelOffset, model }) => ({
      validFromEpoch,
      trainedToEpoch,
      levelOffset,
      parameters: model.parameters,
    })),
    forecasts,
  }
}

async function naiveScale(context: WalkForwardContext, fold: Fold): Promise<number> {
  const { series, target, plan, lookbackEpochs, seed } = context
  const { window } = cutWindow(series, {
    target,
    lookbackEpochs,
    embargoEpochs: embargoOf(plan, target),
    validFrom: fold.testFrom,
    trainFrom: fold.trainFrom,
    validationEpochs: 0,
    seed,
  })
  const naive = await createNaive(target).fit(window)
  const labels = labelsOf(window.series, target, window.rows)
  return meanLoss(labels, naive.predict(window.series, window.rows), absoluteLoss)
}
