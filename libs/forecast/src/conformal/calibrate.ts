import { crpsFromQuantiles, evenLevels, pinballLoss } from '../scores/quantile-scores.ts'
import { createAdaptiveConformal } from './adaptive-conformal.ts'
import type { ConformalOptions, Interval } from './adaptive-conformal.ts'

const crpsLevels = evenLevels(20)

/** Forecasts in time order with what came, one entry a row. */
export interface ForecastPath {
  /** Epoch at whose end the forecast was made. */
  readonly epochs: ArrayLike<number>
  readonly actual: ArrayLike<number>
  readonly forecasts: ArrayLike<number>
  readonly horizonEpochs: number
}

/** What is said of one row's outcome before it is known, and how well. */
export interface CalibratedRow {
  readonly interval: Interval
  readonly missed: boolean
  /** Place of the outcome in the forecast distribution, in (0, 1). */
  readonly position: number
  /** Mean pinball loss of the interval's ends. */
  readonly pinball: number
  readonly crps: number
}

/**
 * Intervals and distributions along a path of forecasts, `null` for rows before the warm-up is over. Each
 * uses the outcomes that were known when its forecast was made: those whose horizon had ended.
 *
 * @example
 * calibrate({ epochs, actual, forecasts, horizonEpochs: 4 }, defaultConformal)
 */
export function calibrate(
  path: ForecastPath,
  options: ConformalOptions,
): readonly (CalibratedRow | null)[] {
  const { epochs, actual, forecasts, horizonEpochs } = path
  const conformal = createAdaptiveConformal(options)
  const said: (Interval | null)[] = []
  let known = 0
  return Array.from({ length: epochs.length }, (_, i) => {
    const now = epochs[i] ?? NaN
    for (; known < i && (epochs[known] ?? NaN) + horizonEpochs <= now; known++)
      conformal.observe(forecasts[known] ?? NaN, actual[known] ?? NaN, said[known] ?? null)
    const [forecast, outcome] = [forecasts[i] ?? NaN, actual[i] ?? NaN]
    const interval = conformal.interval(forecast)
    said.push(interval)
    if (interval === null) return null
    const quantile = (level: number) => conformal.quantile(forecast, level)
    const half = options.missRate / 2
    return {
      interval,
      missed: outcome < interval.lower || outcome > interval.upper,
      position: conformal.position(forecast, outcome),
      pinball:
        (pinballLoss(outcome, quantile(half), half) +
          pinballLoss(outcome, quantile(1 - half), 1 - half)) /
        2,
      crps: crpsFromQuantiles(outcome, crpsLevels.map(quantile), crpsLevels),
    }
  })
}
