import { backendRecord, type NetBackend } from '../nets/backend/backend.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { CardContent } from '../store/card.ts'
import type { ForecastReport, ModelScores } from '../walk-forward/evaluate.ts'
import type { WalkForwardEntry } from '../walk-forward/run-fold.ts'
import type { WalkForwardResult } from '../walk-forward/walk-forward.ts'
import { needsBackend } from './named-entries.ts'
import type { FinalFit, TrainRequest } from './train-model.ts'

/** What a card is written from beside the request. */
export interface Evidence {
  readonly result: WalkForwardResult
  readonly report: ForecastReport
  /** Of the weights that are stored. */
  readonly stored: ForecastReport
  readonly features: readonly Feature[]
  readonly isInteger: boolean
}

/** The card of a model that was just trained, with the scores of the weights that are stored. */
export function cardOf(
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
