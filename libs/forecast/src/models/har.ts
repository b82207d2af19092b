import type { Feature } from '../oracle/feature-spec.ts'
import type { ForecastTarget } from '../qmlp/model-file.ts'
import { featureLookback } from './feature-columns.ts'
import { requireRows } from './fit-window.ts'
import { fitLinear, restoreLinear } from './linear-model.ts'
import type { Learner } from './model.ts'

/** Windows of the means in epochs: an hour, four, a day and a week of hourly epochs. */
const harWindows = [1, 4, 24, 168] as const

/**
 * Features of the log HAR: means of log variance over each window and, beyond the first, the logarithm of
 * the mean variance, which tells bursts from a steady level.
 *
 * @example
 * harFeatures([1, 4, 24, 168]).length // 7
 */
export function harFeatures(windows: readonly number[] = harWindows): readonly Feature[] {
  return [
    ...windows.map((window): Feature => ({ kind: 'log-variance-mean', window })),
    ...windows
      .filter((window) => window > 1)
      .map((window): Feature => ({ kind: 'log-mean-variance', window })),
  ]
}

/**
 * The bar to beat: log HAR by least squares, fitted directly to the horizon.
 *
 * Source: Corsi, "A Simple Approximate Long-Memory Model of Realized Volatility", Journal of Financial
 * Econometrics 7(2), 2009; why it stays the bar: Audrino & Chassot, "HARd to Beat", arXiv 2406.08041.
 *
 * @example
 * const model = await createHar().fit(window)
 */
export function createHar(windows: readonly number[] = harWindows): Learner {
  return createLinear('har', 'log-variance', harFeatures(windows))
}

/**
 * HAR that also knows the hour of the day in which the forecast begins.
 *
 * @example
 * const model = await createHarHour().fit(window)
 */
export function createHarHour(windows: readonly number[] = harWindows): Learner {
  return createLinear('har-hour', 'log-variance', [
    ...harFeatures(windows),
    { kind: 'hour-sin', window: 0 },
    { kind: 'hour-cos', window: 0 },
  ])
}

/**
 * Drift from past drifts by least squares. Expect no skill; it is there so that the claim can be tested.
 *
 * @example
 * const model = await createDriftAr().fit(window)
 */
export function createDriftAr(windows: readonly number[] = [1, 4, 24]): Learner {
  return createLinear(
    'drift-ar',
    'drift',
    windows.map((window) => ({ kind: 'drift', window })),
  )
}

function createLinear(name: string, target: ForecastTarget, features: readonly Feature[]): Learner {
  const learner: Learner = {
    name,
    // Ten rows a coefficient: fewer leave the fit to chance.
    minimumRows: 10 * (features.length + 1),
    lookbackEpochs: Math.max(...features.map(featureLookback)),
    settings: { features: features.map(({ kind, window }) => ({ kind, window })) },
    fit: (window) => fitLinear(name, features, window, requireRows(learner, window, [target])),
    restore: restoreLinear,
  }
  return learner
}
