import { CancelledError, UserError } from '@tickwise/amm'
import type { Target } from '../models/model.ts'
import { checkSeries } from '../series/check-series.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { usableRows } from '../targets/rows.ts'
import type { ModelPiece, WalkForwardContext } from './fit-pieces.ts'
import { decodeFold, encodeFold, foldKey } from './fold-store.ts'
import type { FoldStore } from './fold-store.ts'
import { planFolds } from './plan.ts'
import type { Fold, WalkForwardPlan } from './plan.ts'
import type { RollingModel } from './rolling-model.ts'
import { foldOutcomes, runFoldModel } from './run-fold.ts'
import type { FoldModel, FoldResult, WalkForwardEntry } from './run-fold.ts'

/** How far a walk-forward is. */
export interface WalkForwardProgress {
  /** From 1. */
  readonly fold: number
  readonly folds: number
  /** The learner at work, or the one just finished. */
  readonly model: string
  /** Learners of all folds that are done. */
  readonly done: number
  readonly total: number
  /** Fits so far, those of the search counted. */
  readonly fits: number
  /** Folds taken from the store. */
  readonly reused: number
}

/** What a walk-forward takes. */
export interface WalkForwardOptions {
  readonly series: EpochSeries
  readonly target: Target
  readonly plan: WalkForwardPlan
  readonly entries: readonly WalkForwardEntry[]
  readonly seed: number
  /** Finished folds are put here at once and found again. */
  readonly store?: FoldStore
  /** Awaited, so that it may let timers run. */
  readonly onProgress?: (progress: WalkForwardProgress) => void | Promise<void>
  /** Looked at before every fit; an `AbortSignal` will do. */
  readonly signal?: { readonly aborted: boolean }
}

/** All folds, and the fits over time of each learner. */
export interface WalkForwardResult {
  readonly target: Target
  readonly folds: readonly FoldResult[]
  readonly rolling: readonly RollingModel[]
}

/**
 * Runs learners over all folds of a series. Each fit sees a copy of the series that ends with its last label,
 * each forecast what lies up to its row; scalers and schedules are chosen inside the fold.
 *
 * @throws UserError E_FORECAST_SERIES, E_FORECAST_HORIZON, E_FORECAST_PLAN, E_FORECAST_HISTORY,
 * E_FORECAST_LEARNERS, E_FORECAST_NOT_FINITE; CheckFailedError E_FORECAST_LOOKAHEAD; CancelledError
 * E_CANCELLED, finished folds stay in the store
 *
 * @example
 * const result = await walkForward({ series, target, plan, entries: builtInEntries(target, plan), seed: 1 })
 */
export async function walkForward(options: WalkForwardOptions): Promise<WalkForwardResult> {
  const { series, target, plan, entries, seed, store } = options
  checkSeries(series)
  checkNames(entries)
  const lookbackEpochs = Math.max(1, ...entries.map(({ learner }) => learner.lookbackEpochs))
  const folds = planFolds(series.length, plan, target, lookbackEpochs)
  const progress = trackProgress(options, folds.length)
  const context = { series, target, plan, lookbackEpochs, seed, beforeFit: progress.beforeFit }
  const results: FoldResult[] = []
  const pieces = entries.map((): ModelPiece[] => [])
  for (const fold of folds) {
    const key = foldKey(context, fold, entries)
    const kept = store && (await restoreFold(decodeFold(await store.get(key)), entries))
    const finished = kept ?? (await computeFold(context, fold, entries, progress))
    if (kept !== undefined) await progress.reuse(fold)
    else await store?.put(key, encodeFold(finished.result))
    results.push(finished.result)
    finished.pieces.forEach((list, i) => pieces[i]?.push(...list))
  }
  const rolling = entries.map(({ learner }, i): RollingModel => ({
    name: learner.name,
    target,
    lookbackEpochs,
    pieces: pieces[i] ?? [],
  }))
  return { target, folds: results, rolling }
}

interface FinishedFold {
  readonly result: FoldResult
  /** One list a learner. */
  readonly pieces: readonly (readonly ModelPiece[])[]
}

async function computeFold(
  context: WalkForwardContext,
  fold: Fold,
  entries: readonly WalkForwardEntry[],
  progress: ProgressTracker,
): Promise<FinishedFold> {
  const { series, target, lookbackEpochs } = context
  const models: FoldModel[] = []
  const pieces: (readonly ModelPiece[])[] = []
  for (const entry of entries) {
    await progress.begin(fold, entry.learner.name)
    const { record, pieces: fitted } = await runFoldModel(context, fold, entry)
    models.push(record)
    pieces.push(fitted)
    await progress.finish()
  }
  const range = { from: fold.testFrom, to: fold.testTo, lookbackEpochs }
  const rows = usableRows(series, { ...range, horizonEpochs: target.horizonEpochs })
  return { result: { ...(await foldOutcomes(context, fold, rows)), models }, pieces }
}

/** A stored fold with its models alive again; `undefined` when a learner cannot restore its own. */
async function restoreFold(
  result: FoldResult | undefined,
  entries: readonly WalkForwardEntry[],
): Promise<FinishedFold | undefined> {
  if (result === undefined) return undefined
  const pieces: ModelPiece[][] = []
  for (const [i, { learner }] of entries.entries()) {
    if (learner.restore === undefined) return undefined
    const list: ModelPiece[] = []
    for (const { parameters, ...piece } of result.models[i]?.pieces ?? [])
      list.push({ ...piece, model: await learner.restore(parameters) })
    pieces.push(list)
  }
  return { result, pieces }
}

interface ProgressTracker {
  beforeFit(): Promise<void>
  begin(fold: Fold, model: string): Promise<void>
  finish(): Promise<void>
  reuse(fold: Fold): Promise<void>
}

function trackProgress(options: WalkForwardOptions, folds: number): ProgressTracker {
  const { entries, onProgress, signal } = options
  const total = folds * entries.length
  const state = { fold: 1, model: '', done: 0, fits: 0, reused: 0 }
  const report = async () => {
    await onProgress?.({ ...state, folds, total })
  }
  const reportOrStop = async () => {
    await report()
    if (signal?.aborted === true)
      throw new CancelledError('E_CANCELLED', `cancelled in fold ${state.fold} of ${folds}`, {
        hint: 'finished folds are kept where a store was given: run it again to go on',
      })
  }
  return {
    beforeFit: async () => {
      await reportOrStop()
      state.fits++
    },
    begin: async (fold, model) => {
      state.fold = fold.index + 1
      state.model = model
      await reportOrStop()
    },
    finish: async () => {
      state.done++
      await report()
    },
    reuse: async (fold) => {
      state.fold = fold.index + 1
      state.done += entries.length
      state.reused++
      await report()
    },
  }
}

function checkNames(entries: readonly WalkForwardEntry[]): void {
  const names = entries.map(({ learner }) => learner.name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (names.length > 0 && twice === undefined) return
  throw new UserError(
    'E_FORECAST_LEARNERS',
    twice === undefined ? 'there is no model to walk forward' : `two models are called ${twice}`,
    { hint: 'give each model once, under its own name' },
  )
}
