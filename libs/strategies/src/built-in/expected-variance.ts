import { z } from 'zod'
import { ewmaX32Down } from '../features/ewma.ts'
import { realisedVariances } from '../features/realised-variance.ts'
import type { DecisionView } from '../forecasts/decision-view.ts'
import type { ForecastRequest } from '../forecasts/forecast.ts'
import { requiredForecast } from '../forecasts/required-forecast.ts'
import type { MarketView } from '../market-view.ts'

/** Cells per epoch of the variance grid: 5 minutes for an hour. */
const CELLS_PER_EPOCH = 12

/** The variance model that every view can answer by itself. */
const OWN_MODEL = 'ewma'

/** Parameters of strategies whose range follows the volatility. */
export const varianceParameters = {
  lookbackEpochs: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(48)
    .describe('epochs of history behind the volatility'),
  decayBps: z
    .number()
    .int()
    .min(0)
    .max(9999)
    .default(9400)
    .describe('weight of the past in the moving average, in basis points per epoch'),
  model: z
    .string()
    .min(1)
    .max(100)
    .default(OWN_MODEL)
    .describe(
      'who forecasts the volatility: ewma (built in), a model by name or hash, walkforward',
    ),
}

/** Values of {@link varianceParameters}, the decision step and the horizon. */
export interface VarianceChoice {
  readonly epochSeconds: number
  readonly horizonEpochs: number
  readonly lookbackEpochs: number
  readonly decayBps: number
  readonly model: string
}

/** Seconds of history that the built-in average needs before the first decision. */
export function varianceWarmupSeconds({ lookbackEpochs, epochSeconds }: VarianceChoice): number {
  return (lookbackEpochs + 2) * epochSeconds + cellSecondsOf(epochSeconds)
}

/** The variance forecast to ask for; none while the built-in average does. */
export function varianceRequests(choice: VarianceChoice): readonly ForecastRequest[] {
  return choice.model === OWN_MODEL ? [] : [varianceRequest(choice)]
}

/** Variance of the tick to expect per epoch, ticks² · 2^32, with words for whose it is. */
export interface ExpectedVariance {
  readonly varianceX32: bigint
  /** `ewma`, or the model that forecast it. */
  readonly by: string
}

/**
 * The variance to expect over the horizon: the named model's forecast, or the exponential average of the
 * pool's own realised variance when none is named. Never the one in place of the other.
 *
 * @throws UserError `E_FORECAST_MISSING` when the named model has no forecast
 *
 * @example
 * expectedVariance(view, { epochSeconds: 3600, horizonEpochs: 24, lookbackEpochs: 48, decayBps: 9400, model: 'ewma' })
 */
export function expectedVariance(view: DecisionView, choice: VarianceChoice): ExpectedVariance {
  if (choice.model === OWN_MODEL)
    return { varianceX32: averageVarianceX32(view, choice), by: OWN_MODEL }
  const { varianceX32, model } = requiredForecast(view, varianceRequest(choice))
  return { varianceX32: varianceX32 ?? 0n, by: model }
}

function varianceRequest({ epochSeconds, horizonEpochs, model }: VarianceChoice): ForecastRequest {
  return { target: 'log-variance', epochSeconds, horizonEpochs, model }
}

function averageVarianceX32(view: MarketView, choice: VarianceChoice): bigint {
  const { epochSeconds, lookbackEpochs, decayBps } = choice
  const cellSeconds = cellSecondsOf(epochSeconds)
  // Whole epochs only, on the clock's grid: the record a contract keeps per finished epoch.
  const end = Math.floor(view.timestamp / epochSeconds) * epochSeconds
  const variances = realisedVariances(view, {
    end,
    epochs: lookbackEpochs,
    epochSeconds: cellSeconds * CELLS_PER_EPOCH,
    cellSeconds,
  })
  return ewmaX32Down(variances, decayBps)
}

function cellSecondsOf(epochSeconds: number): number {
  return Math.max(1, Math.floor(epochSeconds / CELLS_PER_EPOCH))
}
