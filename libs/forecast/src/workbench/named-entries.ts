import { UserError } from '@tickwise/amm'
import type { Target } from '../models/model.ts'
import type { NetBackend } from '../nets/backend/backend.ts'
import { gru } from '../nets/gru.ts'
import { harNet } from '../nets/har-net.ts'
import { mlp } from '../nets/mlp.ts'
import type { TrainingSettings } from '../nets/train-weights.ts'
import { builtInEntries } from '../walk-forward/built-in-entries.ts'
import { embargoOf, type WalkForwardPlan } from '../walk-forward/plan.ts'
import type { WalkForwardEntry } from '../walk-forward/run-fold.ts'

/** Models that are trained with TensorFlow.js, whatever the target. */
export const netNames = ['har-net', 'mlp', 'gru'] as const

/** Settings of nets that a caller may change, the fewest rows that they are fitted on among them. */
export interface NetOverrides extends Partial<TrainingSettings> {
  readonly minimumRows?: number
}

/** What models are asked for by name with. */
export interface NamedEntriesOptions {
  readonly target: Target
  readonly plan: WalkForwardPlan
  /** Opened by the caller, and needed where {@link needsBackend} says so. */
  readonly backend?: NetBackend
  readonly nets?: NetOverrides
}

/**
 * Whether one of these models is trained with TensorFlow.js.
 *
 * @example
 * const backend = needsBackend(['har', 'mlp']) ? await openBackend() : undefined
 */
export function needsBackend(names: readonly string[]): boolean {
  return names.some((name) => netNames.some((net) => net === name))
}

/**
 * Names of all models that forecast a target.
 *
 * @example
 * modelNames({ kind: 'log-fee-growth', horizonEpochs: 1 }, plan) // ['naive', 'seasonal-naive', …]
 */
export function modelNames(target: Target, plan: WalkForwardPlan): readonly string[] {
  return [...builtInEntries(target, plan).map(({ learner }) => learner.name), ...netNames]
}

/**
 * Models by name, in the order of the names, as a walk-forward takes them.
 *
 * @throws UserError E_FORECAST_MODEL_NAME for a model that the target does not have; E_BACKEND for a net without
 * a backend
 *
 * @example
 * const entries = namedEntries(['naive', 'har'], { target, plan })
 */
export function namedEntries(
  names: readonly string[],
  options: NamedEntriesOptions,
): readonly WalkForwardEntry[] {
  const { target, plan, backend, nets = {} } = options
  const builtIn = builtInEntries(target, plan)
  return names.map((name) => {
    const found = builtIn.find(({ learner }) => learner.name === name)
    if (found !== undefined) return withinHistory(found, target, plan)
    const net = netNames.find((known) => known === name)
    if (net === undefined) throw unknownModel(name, target, plan)
    if (backend === undefined)
      throw new UserError('E_BACKEND', `${name} is trained with TensorFlow.js, which is not open`, {
        hint: 'open a backend first',
      })
    return { learner: netLearner[net](backend, nets) }
  })
}

/** The same without windows that the plan has too few rows for: in a short history less is to be chosen. */
function withinHistory(
  { learner, search }: WalkForwardEntry,
  target: Target,
  plan: WalkForwardPlan,
): WalkForwardEntry {
  if (search === undefined) return { learner }
  const purged = 2 * embargoOf(plan, target)
  const windowEpochs = search.windowEpochs.filter(
    (epochs) => Math.min(epochs, plan.trainEpochs) - purged >= learner.minimumRows,
  )
  return windowEpochs.length === 0 ? { learner } : { learner, search: { ...search, windowEpochs } }
}

const netLearner = { 'har-net': harNet, mlp, gru } as const

function unknownModel(name: string, target: Target, plan: WalkForwardPlan): UserError {
  return new UserError('E_FORECAST_MODEL_NAME', `no model ${name} forecasts ${target.kind}`, {
    hint: `use ${modelNames(target, plan).join(', ')}`,
    facts: { model: name, target: target.kind },
  })
}
