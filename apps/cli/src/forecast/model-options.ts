import { nearestName, UserError } from '@tickwise/amm'
import {
  defaultPlan,
  forecastTargets,
  modelNames,
  needsBackend,
  openBackend,
  type BackendPreference,
  type EpochSeries,
  type NetBackend,
  type Target,
  type WalkForwardPlan,
  type WalkForwardProgress,
} from '@tickwise/forecast'
import { type CommandContext, parseInteger, parseNumber } from '@tickwise/terminal'

/** Options of everything that fits models. */
export interface FitOptions {
  readonly target: string
  readonly horizonEpochs: string
  readonly trainEpochs?: string
  readonly validationEpochs?: string
  readonly testEpochs?: string
  readonly seed: string
  readonly backend: string
  /** A folder, or false with `--no-cache`. */
  readonly cache: string | boolean
}

/** What is to be forecast; whether the horizon is whole is for the library to say. */
export function targetOf({ target, horizonEpochs }: FitOptions): Target {
  const kind = forecastTargets.find((known) => known === target)
  if (kind !== undefined)
    return { kind, horizonEpochs: parseNumber(horizonEpochs, '--horizon-epochs') }
  const nearest = nearestName(target, forecastTargets)
  throw new UserError('E_FORECAST_TARGET', `--target ${target} is nothing that is forecast`, {
    hint: nearest === undefined ? `use ${forecastTargets.join(', ')}` : `did you mean ${nearest}?`,
  })
}

/** Longest look-back of the built-in models, epochs. */
const lookbackEpochs = 168

/** The windows that the options say, the others by the length of the series. */
export function planOf(options: FitOptions, { length }: EpochSeries): WalkForwardPlan {
  const plan = defaultPlan(length, lookbackEpochs)
  const given = (text: string | undefined, option: string, otherwise: number): number =>
    text === undefined ? otherwise : parseInteger(text, option)
  return {
    trainEpochs: given(options.trainEpochs, '--train-epochs', plan.trainEpochs),
    validationEpochs: given(options.validationEpochs, '--validation-epochs', plan.validationEpochs),
    testEpochs: given(options.testEpochs, '--test-epochs', plan.testEpochs),
  }
}

/**
 * Refuses a model that nobody knows before anything is fitted, with the name that was likely meant.
 *
 * @throws UserError E_FORECAST_MODEL_NAME
 */
export function assertModelNames(
  names: readonly string[],
  target: Target,
  plan: WalkForwardPlan,
): void {
  const known = modelNames(target, plan)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const nearest = unknown === '' ? undefined : nearestName(unknown, known)
  throw new UserError(
    'E_FORECAST_MODEL_NAME',
    `no model ${JSON.stringify(unknown)} forecasts ${target.kind}`,
    {
      hint: `${nearest === undefined ? '' : `did you mean ${nearest}? `}there are ${known.join(', ')}`,
    },
  )
}

/** Opens TensorFlow.js where one of the models needs it, and says what runs and what was tried in vain. */
export async function backendFor(
  { note }: CommandContext,
  names: readonly string[],
  preference: string,
): Promise<NetBackend | undefined> {
  if (!needsBackend(names)) return undefined
  const backend = await openBackend(preference as BackendPreference)
  for (const { name, reason } of backend.tried) note(`TensorFlow.js: no ${name} backend: ${reason}`)
  note(`TensorFlow.js runs on the ${backend.name} backend, ${backend.version}`)
  return backend
}

/**
 * Progress of a walk-forward as other commands show theirs. Says once that folds were kept, and lets Ctrl-C
 * through between fits.
 */
export function walkForwardProgress({
  onProgress,
  note,
}: CommandContext): (progress: WalkForwardProgress) => Promise<void> {
  let isTold = false
  return async ({ fold, folds, model, done, total, reused }) => {
    // Model is empty until the first fold that has to be computed.
    if (!isTold && reused > 0 && (reused === folds || model !== '')) {
      isTold = true
      note(`${reused} of ${folds} folds were finished before and are used again`)
    }
    const detail = `fold ${fold} of ${folds}, ${model}`
    onProgress({ phase: 'walking forward', done, total, detail })
    await new Promise((resolve) => setImmediate(resolve))
  }
}
