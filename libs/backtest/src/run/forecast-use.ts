import { describeRequest, type Forecaster, type ForecastRequest } from '@tickwise/strategies'
import type { DecisionEntry } from './decide.ts'
import type { ResultForecasts, ResultForecastUse } from './result.ts'

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

/** What a reader has to know about the forecasts of a run, in sentences. */
export function forecastWarnings(
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
