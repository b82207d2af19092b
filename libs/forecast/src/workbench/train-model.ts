import type { FittedModel, Target } from '../models/model.ts'
import { benchmarkOf } from '../models/built-in-learners.ts'
import { levelOffsetOf } from '../models/level-offset.ts'
import { backendRecord, type NetBackend } from '../nets/backend/backend.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import { encodeModel } from '../qmlp/codec.ts'
import type { QuantisationLoss } from '../qmlp/quantisation-loss.ts'
import { isQuantisable, quantiseFit } from '../qmlp/quantise-fit.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import type { CardContent, ModelCard } from '../store/card.ts'
import type { ModelWeights, NewModel } from '../store/model-store.ts'
import { chooseModel, type ModelChoice } from '../walk-forward/choose-model.ts'
import { evaluate, type ForecastReport, type ModelScores } from '../walk-forward/evaluate.ts'
import type { FoldStore } from '../walk-forward/fold-store.ts'
import { embargoOf, type WalkForwardPlan } from '../walk-forward/plan.ts'
import type { WalkForwardEntry } from '../walk-forward/run-fold.ts'
import { cutWindow } from '../walk-forward/training-window.ts'
import {
  walkForward,
  type WalkForwardOptions,
  type WalkForwardResult,
} from '../walk-forward/walk-forward.ts'
import { namedEntries, needsBackend, type NetOverrides } from './named-entries.ts'
import { quantiseWalkForward } from './quantised-walk-forward.ts'

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

interface FinalFit {
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

interface Evidence {
  readonly result: WalkForwardResult
  readonly report: ForecastReport
  /** Of the weights that are stored. */
  readonly stored: ForecastReport
  readonly features: readonly Feature[]
  readonly isInteger: boolean
}

function cardOf(
  request: TrainRequest,
  { learner }: WalkForwardEntry,
  fit: FinalFit,
  { result, report, stored, features, isInteger }: Evidence,
): CardContent {
  const { name, series, target, seed, backend, title, command, versions } = request
  const { kind, chainId, pool, root } = series.source
  const { trainedToEpoch, windowEpochs, levelOffset } = fit
  const own = scoresOf(stored.total, name)
  return {
    name,
    target: { kind: target.kind, horizonEpochs: target.horizonEpochs },
    epochSeconds: series.epochSeconds,
    cellsPerEpoch: series.cellsPerEpoch,
    market: {
      source: kind,
      ...(chainId === undefined ? {} : { chainId }),
      ...(pool === undefined ? {} : { pool: pool as `0x${string}` }),
      ...(title === undefined ? {} : { title }),
    },
    dataRoots: [root],
    features: features.map((feature) => ({ ...feature })),
    attestedOnly: !isInteger,
    training: {
      seed,
      rows: fit.rows,
      settings: {
        ...(learner.settings as CardContent['training']['settings']),
        ...{ trainedToEpoch, windowEpochs, levelOffset, lookbackEpochs: learner.lookbackEpochs },
      },
      backend: cardBackend(name, backend),
    },
    folds: stored.folds.map((fold) => foldOfCard(fold, result, name)),
    scores: own === undefined ? {} : namedScores(own),
    comparison: comparisonOf(stored, own),
    quantisation: isInteger
      ? { before: namedScores(scoresOf(report.total, name)), after: namedScores(own) }
      : null,
    parent: null,
    command,
    versions,
  }
}

function cardBackend(name: string, backend: NetBackend | undefined) {
  if (backend === undefined || !needsBackend([name])) return null
  const { tried, ...record } = backendRecord(backend)
  return { ...record, tried: tried.map((attempt) => ({ ...attempt })) }
}

function foldOfCard(
  { index, models }: ForecastReport['folds'][number],
  { folds }: WalkForwardResult,
  name: string,
): CardContent['folds'][number] {
  const fold = folds.find((known) => known.index === index) as WalkForwardResult['folds'][number]
  const [first] = fold.models.find((model) => model.name === name)?.pieces ?? []
  return {
    trainFromEpoch: fold.trainFromEpoch,
    trainToEpoch: first?.trainedToEpoch ?? fold.validationFromEpoch,
    testFromEpoch: fold.testFromEpoch,
    testToEpoch: fold.epochs.at(-1) ?? fold.testFromEpoch,
    testRows: fold.epochs.length,
    scores: namedScores(scoresOf(models, name)),
  }
}

function scoresOf(scores: readonly ModelScores[], name: string): ModelScores | undefined {
  return scores.find((own) => own.name === name)
}

function namedScores(scores: ModelScores | undefined): Record<string, number> {
  if (scores === undefined) return {}
  const { qlike, meanSquaredError, meanAbsoluteError, bias, rSquared, mase, intervals } = scores
  const all = {
    ...{ qlike, meanSquaredError, meanAbsoluteError, bias, rSquared, mase },
    coverage80: intervals?.coverage ?? null,
  }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== null),
  )
}

function comparisonOf(
  { benchmark, target }: ForecastReport,
  scores: ModelScores | undefined,
): CardContent['comparison'] {
  if (scores?.name === benchmark) return { kind: 'is-benchmark' }
  const tested = scores?.againstBenchmark?.deciding
  if (tested === undefined)
    return { kind: 'untested', reason: 'too few rows out of sample to compare' }
  return {
    kind: 'tested',
    benchmark,
    loss: target.kind === 'drift' ? 'squared error' : 'QLIKE',
    meanDifference: tested.meanDifference,
    pValue: tested.pValue,
  }
}
