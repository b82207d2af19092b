import { UserError } from '@tickwise/amm'
import { tooShort } from '../models/fit-window.ts'
import type { Target } from '../models/model.ts'
import { checkTarget } from '../targets/labels.ts'

/** Windows that roll over a series: train, then validate, then test; lengths in epochs. */
export interface WalkForwardPlan {
  readonly trainEpochs: number
  /** May be 0 when no learner chooses anything. */
  readonly validationEpochs: number
  readonly testEpochs: number
  /** From one fold's test to the next; the length of the test when left out, and never below it. */
  readonly stepEpochs?: number
  /** Rows between blocks whose labels would run into the next one; the horizon when left out, never below. */
  readonly embargoEpochs?: number
}

/** One fold, as indices into the series; each block ends where the next begins. */
export interface Fold {
  readonly index: number
  readonly trainFrom: number
  readonly validationFrom: number
  readonly testFrom: number
  /** One past the last row of the test. */
  readonly testTo: number
}

/**
 * Rows dropped between two blocks.
 *
 * @example
 * embargoOf(plan, { kind: 'log-variance', horizonEpochs: 4 }) // 4 unless the plan says more
 */
export function embargoOf(plan: WalkForwardPlan, target: Target): number {
  return Math.max(plan.embargoEpochs ?? 0, target.horizonEpochs)
}

/**
 * The folds of a series of `length` entries, anchored at its begin: a longer series has the same folds and
 * more. The last test may be shorter.
 *
 * @throws UserError E_FORECAST_PLAN, E_FORECAST_HORIZON, E_FORECAST_HISTORY
 *
 * @example
 * planFolds(70_000, { trainEpochs: 17_520, validationEpochs: 2_190, testEpochs: 2_190 }, target, 168)
 */
export function planFolds(
  length: number,
  plan: WalkForwardPlan,
  target: Target,
  lookbackEpochs: number,
): readonly Fold[] {
  checkTarget(target)
  checkPlan(plan, target)
  const { trainEpochs, validationEpochs, testEpochs, stepEpochs = testEpochs } = plan
  const end = length - target.horizonEpochs
  const folds: Fold[] = []
  for (let trainFrom = lookbackEpochs - 1; ; trainFrom += stepEpochs) {
    const validationFrom = trainFrom + trainEpochs
    const testFrom = validationFrom + validationEpochs
    if (testFrom >= end) break
    const testTo = Math.min(testFrom + testEpochs, end)
    folds.push({ index: folds.length, trainFrom, validationFrom, testFrom, testTo })
  }
  if (folds.length > 0) return folds
  throw tooShort(
    'this walk-forward',
    length,
    lookbackEpochs + trainEpochs + validationEpochs + target.horizonEpochs,
  )
}

function checkPlan(plan: WalkForwardPlan, target: Target): void {
  const { trainEpochs, validationEpochs, testEpochs, stepEpochs = testEpochs } = plan
  const lengths = { trainEpochs, validationEpochs, testEpochs, stepEpochs }
  for (const [name, epochs] of Object.entries(lengths)) {
    const least = name === 'validationEpochs' ? 0 : 1
    if (Number.isInteger(epochs) && epochs >= least) continue
    throw wrongPlan(`${name} is ${epochs}`, `give a whole number of at least ${least}`)
  }
  if (stepEpochs < testEpochs)
    throw wrongPlan(
      `a step of ${stepEpochs} epochs scores parts of a test of ${testEpochs} twice`,
      'make the step as long as the test, or longer',
    )
  const { embargoEpochs = target.horizonEpochs } = plan
  if (!Number.isInteger(embargoEpochs) || embargoEpochs < target.horizonEpochs)
    throw wrongPlan(
      `an embargo of ${embargoEpochs} epochs is shorter than the horizon of ${target.horizonEpochs}`,
      'leave it out, or give at least the horizon',
    )
}

function wrongPlan(what: string, hint: string): UserError {
  return new UserError('E_FORECAST_PLAN', what, { hint })
}
