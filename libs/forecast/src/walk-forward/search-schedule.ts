import type { FittedModel, Learner } from '../models/model.ts'
import { meanLoss, squaredLoss } from '../scores/point-scores.ts'
import { labelsOf } from '../targets/labels.ts'
import { purgeRows } from '../targets/purge.ts'
import { fitStretch, forecastStretch, stretchesOf } from './fit-pieces.ts'
import type { Schedule, WalkForwardContext } from './fit-pieces.ts'
import { embargoOf } from './plan.ts'
import type { Fold, WalkForwardPlan } from './plan.ts'

/** Fits by what decides them, so that schedules that agree on one share it. */
type FitMemory = Map<string, FittedModel>

/** Schedules to choose from. */
export interface ScheduleSearch {
  readonly windowEpochs: readonly number[]
  readonly refitEpochs: readonly number[]
}

/** A schedule with its mean squared error on validation rows. */
export interface TriedSchedule extends Schedule {
  /** `null` when a gap left no validation row to score. */
  readonly loss: number | null
}

/**
 * A search over a quarter, half and all of the history before the test, and over fits once and four times a
 * validation block.
 *
 * @example
 * defaultSearch({ trainEpochs: 17_520, validationEpochs: 2_190, testEpochs: 2_190 })
 */
export function defaultSearch(plan: WalkForwardPlan): ScheduleSearch {
  const history = plan.trainEpochs + plan.validationEpochs
  const once = Math.max(1, plan.validationEpochs)
  return {
    windowEpochs: [history, Math.ceil(history / 2), Math.ceil(history / 4)],
    refitEpochs: [once, Math.ceil(once / 4)],
  }
}

/**
 * The schedule whose fits did best on the validation rows of a fold, each fit seeing only what was known when
 * it came into force; of equals the first. Nothing of the test is touched.
 *
 * @example
 * const { best, tried } = await searchSchedule(context, fold, createHar(), defaultSearch(plan))
 */
export async function searchSchedule(
  context: WalkForwardContext,
  fold: Fold,
  learner: Learner,
  search: ScheduleSearch,
): Promise<{ readonly best: Schedule; readonly tried: readonly TriedSchedule[] }> {
  const memory: FitMemory = new Map()
  const tried: TriedSchedule[] = []
  for (const windowEpochs of search.windowEpochs)
    for (const refitEpochs of search.refitEpochs) {
      const schedule = { windowEpochs, refitEpochs }
      tried.push({
        ...schedule,
        loss: await validationLoss(context, fold, learner, schedule, memory),
      })
    }
  const best = tried.reduce((a, b) => ((b.loss ?? Infinity) < (a.loss ?? Infinity) ? b : a))
  return { best: { windowEpochs: best.windowEpochs, refitEpochs: best.refitEpochs }, tried }
}

async function validationLoss(
  context: WalkForwardContext,
  fold: Fold,
  learner: Learner,
  schedule: Schedule,
  memory: FitMemory,
): Promise<number | null> {
  const { series, target, plan } = context
  const block = { from: fold.validationFrom, to: fold.testFrom, validationEpochs: 0 }
  const test = { from: fold.testFrom, to: series.length }
  let [sum, count] = [0, 0]
  for (const stretch of stretchesOf(context, fold, block, schedule)) {
    const key = `${stretch.trainFrom} ${stretch.from}`
    const model = memory.get(key) ?? (await fitStretch(context, learner, stretch, 0)).model
    memory.set(key, model)
    const rows = purgeRows(stretch.rows, test, embargoOf(plan, target))
    if (rows.length === 0) continue
    const forecasts = forecastStretch(context, rows, (seen, within) => model.predict(seen, within))
    sum += rows.length * meanLoss(labelsOf(series, target, rows), forecasts, squaredLoss)
    count += rows.length
  }
  return count === 0 ? null : sum / count
}
