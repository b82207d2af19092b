import type { FittedModel, Target } from '../models/model.ts'
import { benchmarkOf } from '../models/built-in-learners.ts'
import { levelOffsetOf } from '../models/level-offset.ts'
import type { NetBackend } from '../nets/backend/backend.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import { encodeModel } from '../qmlp/codec.ts'
import type { QuantisationLoss } from '../qmlp/quantisation-loss.ts'
import { isQuantisable, quantiseFit } from '../qmlp/quantise-fit.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import type { ModelCard } from '../store/card.ts'
import type { ModelWeights, NewModel } from '../store/model-store.ts'
import { chooseModel, type ModelChoice } from '../walk-forward/choose-model.ts'
import { evaluate, type ForecastReport } from '../walk-forward/evaluate.ts'
import type { FoldStore } from '../walk-forward/fold-store.ts'
import { embargoOf, type WalkForwardPlan } from '../walk-forward/plan.ts'
import type { WalkForwardEntry } from '../walk-forward/run-fold.ts'
import { cutWindow } from '../walk-forward/training-window.ts'
import {
  walkForward,
  type WalkForwardOptions,
  type WalkForwardResult,
} from '../walk-forward/walk-forward.ts'
import { namedEntries, type NetOverrides } from './named-entries.ts'
import { quantiseWalkForward } from './quantised-walk-forward.ts'
import { cardOf } from './training-card.ts'

/** A model to be made. */
export interface TrainRequest {
  readonly name: string
  readonly series: EpochSeries
  readonly target: Target
  readonly plan: WalkForwardPlan
  readonly seed: number
  /** Needed where `needsBackend([name])`. */
  readonly backend?: NetBackend
  readonly nets?: NetOverrides
  readonly store?: FoldStore
  readonly onProgress?: WalkForwardOptions['onProgress']
  readonly signal?: WalkForwardOptions['signal']
  /** What the card says of the market beside what the series says. */
  readonly title?: string
  readonly command: string
  readonly versions: ModelCard['versions']
}

/** A model, ready to be stored, with the evidence. */
export interface TrainedModel {
  readonly model: NewModel
  /** Out-of-sample scores of the naive model, the bar and this one, as float64. */
  readonly report: ForecastReport
  readonly choice: ModelChoice
  /** On calibration rows; `null` for a model without an integer form. */
  readonly quantisation: QuantisationLoss | null
}

/**
 * Walks a model forward beside the naive one and the bar, fits it on everything there is, and makes it an integer
 * model where it has such a form. Its card has the scores of the weights that are stored.
 *
 * @throws UserError what `walkForward`, the learner and `quantiseFit` throw
 *
 * @example
 * const { model, choice } = await trainModel({ name: 'har', series, target, plan, seed: 1, command, versions })
 * await saveModel('models', model, by)
 */
export async function trainModel(request: TrainRequest): Promise<TrainedModel> {
  const { name, series, target, store, onProgress, signal } = request
  const names = [...new Set(['naive', benchmarkOf(target), name])]
  const entries = namedEntries(names, request)
  const result = await walkForward({
    ...{ series, target, plan: request.plan, entries, seed: request.seed },
    ...(store === undefined ? {} : { store }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  })
  const report = evaluate(result)
  const entry = entries.find(({ learner }) => learner.name === name) as WalkForwardEntry
  const fit = await fitOnAll(request, entry, result)
  const { weights, features, loss } = weightsOf(request, fit)
  const isInteger = weights.format === 'qmlp/1'
  const stored = isInteger ? evaluate(quantiseWalkForward(result, series).result) : report
  const card = cardOf(request, entry, fit, { result, report, stored, features, isInteger })
  return { model: { weights, card }, report, choice: chooseModel(report), quantisation: loss }
}

/** The fit that is stored. */
export interface FinalFit {
  readonly model: FittedModel
  readonly levelOffset: number
  /** Last epoch that the weights or the scores that speak for them know anything of. */
  readonly trainedToEpoch: number
  readonly windowEpochs: number
  readonly rows: number
  readonly series: EpochSeries
}

/** As the walk-forward would for the first epoch after the series, with the schedule of its last fold. */
async function fitOnAll(
  { series, target, plan, seed }: TrainRequest,
  { learner, search }: WalkForwardEntry,
  { folds, rolling }: WalkForwardResult,
): Promise<FinalFit> {
  const last = folds.at(-1)?.models.find(({ name }) => name === learner.name)
  const windowEpochs = last?.schedule.windowEpochs ?? plan.trainEpochs + plan.validationEpochs
  const lookbackEpochs = rolling[0]?.lookbackEpochs ?? learner.lookbackEpochs
  const cut = cutWindow(series, {
    target,
    lookbackEpochs,
    embargoEpochs: embargoOf(plan, target),
    validFrom: series.length,
    trainFrom: Math.max(0, series.length - windowEpochs),
    validationEpochs: search === undefined ? plan.validationEpochs : 0,
    seed,
  })
  const { window } = cut
  // A longer embargo ends the fit before the last outcome that its scores know.
  const lastOutcome = (folds.at(-1)?.epochs.at(-1) ?? 0) + target.horizonEpochs
  const trainedToEpoch = Math.max(cut.trainedToEpoch, lastOutcome)
  const model = await learner.fit(window)
  const rows = window.rows.length + window.validationRows.length
  const levelOffset = levelOffsetOf(model, window)
  return { model, levelOffset, trainedToEpoch, windowEpochs, rows, series: window.series }
}

interface Weights {
  readonly weights: ModelWeights
  readonly features: readonly Feature[]
  readonly loss: QuantisationLoss | null
}

function weightsOf({ target }: TrainRequest, { model, levelOffset, series }: FinalFit): Weights {
  const { parameters } = model
  if (!isQuantisable(model)) {
    const features = (parameters['features'] ?? []) as readonly Feature[]
    return { weights: { format: 'parameters/1', parameters }, features, loss: null }
  }
  const { model: file, loss } = quantiseFit({ model, target, levelOffset, series })
  const features = file.features.map(({ kind, window }) => ({ kind, window }))
  return { weights: { format: 'qmlp/1', bytes: encodeModel(file) }, features, loss }
}
