import type { ForecastSkill } from '../source/forecast-source.ts'
import { significanceLevel } from '../store/card.ts'
import { evaluate, type ForecastReport } from '../walk-forward/evaluate.ts'
import type { WalkForwardResult } from '../walk-forward/walk-forward.ts'

/**
 * Whether a model has beaten the simple one in a report: the bar where it is not the bar itself, and for the bar
 * the naive model.
 *
 * @example
 * hasSkill(evaluate(result), 'har-net')
 */
export function hasSkill({ total, benchmark }: ForecastReport, name: string): boolean {
  const isBenchmark = name === benchmark
  const rival = isBenchmark ? 'naive' : name
  const tested = total.find((scores) => scores.name === rival)?.againstBenchmark?.deciding
  if (tested === undefined || tested.pValue >= significanceLevel) return false
  return isBenchmark ? tested.meanDifference > 0 : tested.meanDifference < 0
}

/**
 * What a run in the past could have known of a model's skill: that of the folds that were over.
 *
 * @example
 * rollingModelSource(model, series, { skillAt: skillOverFolds(result, model.name) })
 */
export function skillOverFolds(
  result: WalkForwardResult,
  name: string,
): (epoch: number) => ForecastSkill {
  const { folds, target } = result
  const since = folds.map((fold, i) => {
    const before = evaluate({ ...result, folds: folds.slice(0, i) })
    const isProven = before.total.length > 0 && hasSkill(before, name)
    // The last outcomes of the fold before are known a horizon later.
    return { epoch: fold.testFromEpoch + target.horizonEpochs, isProven }
  })
  return (epoch) =>
    since.findLast((entry) => entry.epoch <= epoch)?.isProven === true ? 'proven' : 'unproven'
}
