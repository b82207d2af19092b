import { UserError } from '@tickwise/amm'
import type { DecisionView } from './decision-view.ts'
import { describeRequest, type ForecastAnswer, type ForecastRequest } from './forecast.ts'

/**
 * The forecast of a model that was asked for by name: it or an error, never another one in its place.
 *
 * @throws UserError `E_FORECAST_MISSING`
 *
 * @example
 * requiredForecast(view, { target: 'log-variance', epochSeconds: 3600, horizonEpochs: 24, model: 'har' })
 */
export function requiredForecast(view: DecisionView, request: ForecastRequest): ForecastAnswer {
  const answer = view.forecast(request)
  if (answer === undefined) throw missingForecast(request, view.timestamp)
  return answer
}

/** Nobody answers a request that names its model. */
export function missingForecast(request: ForecastRequest, timestamp?: number): UserError {
  return new UserError(
    'E_FORECAST_MISSING',
    `there is no forecast of ${describeRequest(request)}`,
    {
      hint: 'give the run a model for this target, epoch and horizon, or leave the model parameter at its default',
      facts: {
        target: request.target,
        epochSeconds: request.epochSeconds,
        horizonEpochs: request.horizonEpochs,
        ...(request.model === undefined ? {} : { model: request.model }),
        ...(timestamp === undefined ? {} : { timestamp }),
      },
    },
  )
}
