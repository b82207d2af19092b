import { UserError } from '@tickwise/amm'
import { describeRequest, type Forecaster, type ForecastRequest } from '@tickwise/strategies'
import { forecastsReadySince, type DecisionEntry } from './decide.ts'
import type { ResultForecasts, ResultForecastUse } from './result.ts'
import type { ResolvedSettings } from './settings.ts'

/** What the strategy asked to have forecast, and what it got; nothing when it asked for nothing. */
export function forecastUse(
  requests: readonly ForecastRequest[],
  decisions: readonly DecisionEntry[],
  forecaster: Forecaster | undefined,
): { readonly forecasts?: ResultForecasts } {
  if (requests.length === 0) return {}
  const maker = forecaster && { name: forecaster.name, id: forecaster.id }
  return {
    forecasts: {
      ...(maker === undefined ? {} : { forecaster: maker }),
      requests: requests.map((request, i) => useOf(request, i, decisions)),
    },
  }
}

function useOf(
  request: ForecastRequest,
  position: number,
  decisions: readonly DecisionEntry[],
): ResultForecastUse {
  const answers = decisions.flatMap(({ forecasts }) => forecasts?.[position] ?? [])
  const models = new Map<string, { model: string; modelHash: string; answers: number }>()
  for (const { model, modelHash } of answers) {
    const used = models.get(modelHash) ?? { model, modelHash, answers: 0 }
    models.set(modelHash, { ...used, answers: used.answers + 1 })
  }
  return {
    request,
    asked: decisions.length,
    answered: answers.length,
    proven: answers.filter(({ skill }) => skill === 'proven').length,
    models: [...models.values()],
  }
}

/**
 * Refuses a window in which nothing can be decided because its forecasts begin after it: a model trained on
 * all of the window has nothing to say there, and a run that never acts proves nothing.
 *
 * @throws UserError `E_FORECAST_AFTER_WINDOW`; `E_FORECAST_MISSING` as {@link forecastsReadySince}
 */
export function requireForecastInWindow(
  requests: readonly ForecastRequest[],
  forecaster: Forecaster | undefined,
  { from, to, epochSeconds }: ResolvedSettings,
): void {
  const readySince = forecastsReadySince(requests, forecaster)
  const lastDecision = Math.floor(to / epochSeconds) * epochSeconds
  if (readySince <= Math.max(from, lastDecision)) return
  throw new UserError(
    'E_FORECAST_AFTER_WINDOW',
    `the forecasts begin at ${timeOf(readySince)}, too late for a decision before ${timeOf(to)}`,
    {
      hint: 'end later, or train the model on data that end before the window: tickwise train --until',
      facts: { readySince, to, forecaster: forecaster?.name ?? 'none' },
    },
  )
}

/** What a reader has to know about the forecasts of a run, in sentences. */
export function forecastWarnings(
  requests: readonly ForecastRequest[],
  decisions: readonly DecisionEntry[],
  forecaster: Forecaster | undefined,
  { from }: Pick<ResolvedSettings, 'from'>,
): string[] {
  const readySince = forecastsReadySince(requests, forecaster)
  const idle =
    readySince > from
      ? [
          `nothing was decided before ${timeOf(readySince)}, when the forecasts begin: until then the vault was idle, which is in every number`,
        ]
      : []
  return [...idle, ...missingOrUnproven(requests, decisions)]
}

function missingOrUnproven(
  requests: readonly ForecastRequest[],
  decisions: readonly DecisionEntry[],
): string[] {
  return requests.flatMap((request, i) => {
    const { asked, answered, proven } = useOf(request, i, decisions)
    const what = describeRequest(request)
    const missing = asked - answered
    return [
      ...(missing > 0
        ? [
            `${missing} of ${asked} decisions had no forecast of ${what}: the strategy did without, as its reasons say`,
          ]
        : []),
      ...(proven < answered
        ? [
            `${answered - proven} of ${answered} forecasts of ${what} come from a model that has not proven its skill on this pool`,
          ]
        : []),
    ]
  })
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '')
}
