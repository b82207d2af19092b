import { builtInLearners } from '../models/built-in-learners.ts'
import type { Target } from '../models/model.ts'
import type { WalkForwardPlan } from './plan.ts'
import type { WalkForwardEntry } from './run-fold.ts'
import { defaultSearch } from './search-schedule.ts'

/** A fit by least squares is cheap enough to try several schedules in each fold. */
const searched = new Set(['har', 'har-hour', 'har-fees'])

/**
 * The built-in models of a target, those of the HAR family with a search of window length and refit cadence:
 * a bar set by a badly scheduled HAR would be too low.
 *
 * @example
 * const result = await walkForward({ series, target, plan, entries: builtInEntries(target, plan), seed: 1 })
 */
export function builtInEntries(target: Target, plan: WalkForwardPlan): readonly WalkForwardEntry[] {
  return builtInLearners(target).map((learner) =>
    searched.has(learner.name) ? { learner, search: defaultSearch(plan) } : { learner },
  )
}
