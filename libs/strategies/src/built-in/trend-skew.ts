import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import type { DecisionView } from '../forecasts/decision-view.ts'
import type { ForecastRequest } from '../forecasts/forecast.ts'
import { requiredForecast } from '../forecasts/required-forecast.ts'
import { MAX_SKEW_MILLI_SIGMAS, skewTicksDown, trendSkewPolicy } from '../policies/trend-skew.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'
import { bandParameters, strayed } from './band.ts'
import {
  expectedVariance,
  varianceParameters,
  varianceRequests,
  varianceWarmupSeconds,
} from './expected-variance.ts'

const NO_DRIFT_MODEL = 'none'

interface DriftChoice {
  readonly epochSeconds: number
  readonly horizonEpochs: number
  readonly driftModel: string
}

/** A volatility band that leans with the drift while, and only while, a drift model has proven its skill. */
export const trendSkew = defineStrategy({
  name: 'trend-skew',
  title: 'a volatility band, its middle moved by a drift forecast of proven skill, at most σ/4',
  parameters: z.object({
    ...decisionStep,
    ...bandParameters,
    ...varianceParameters,
    maxSkewMilliSigmas: z
      .number()
      .int()
      .min(0)
      .max(MAX_SKEW_MILLI_SIGMAS)
      .default(MAX_SKEW_MILLI_SIGMAS)
      .describe('most the middle may leave the price, in thousandths of σ·√horizon'),
    driftModel: z
      .string()
      .min(1)
      .max(100)
      .default(NO_DRIFT_MODEL)
      .describe('who forecasts the drift: none, a model by name or hash, walkforward'),
  }),
  warmupSeconds: varianceWarmupSeconds,
  forecasts: (params) => [...varianceRequests(params), ...driftRequests(params)],
  decide: (view, vault, params) => {
    const position = vault.positions[0]
    if (position !== undefined && !strayed(view.tick, position, params.recentreBps)) {
      return hold('price is inside the band')
    }
    const { varianceX32, by } = expectedVariance(view, params)
    const drift = usableDrift(view, params)
    const input = {
      ...params,
      tick: view.tick,
      tickSpacing: view.spec.tickSpacing,
      varianceX32,
      driftTicksX16: drift.ticksX16,
    }
    const why = position === undefined ? 'first placement' : 'price used up the band'
    const skew = skewTicksDown(input)
    return {
      kind: 'rebalance',
      swap: params.swap ? 'to-ratio' : 'none',
      ranges: [{ ...trendSkewPolicy(input), weightBps: ALL_BPS }],
      reason: `${why}; volatility by ${by}; ${drift.centred ?? `skewed by ${skew} ticks, drift by ${drift.by}`}`,
    }
  },
})

interface UsableDrift {
  readonly ticksX16: number
  readonly by: string
  /** Why the band is centred; absent when the drift counts. */
  readonly centred?: string
}

function usableDrift(view: DecisionView, params: DriftChoice): UsableDrift {
  const [request] = driftRequests(params)
  if (request === undefined) return { ticksX16: 0, by: '', centred: 'centred: no drift model' }
  const { valueX16, skill, model } = requiredForecast(view, request)
  if (skill !== 'proven') {
    const centred = `centred: drift model ${model} has not proven its skill`
    return { ticksX16: 0, by: model, centred }
  }
  return { ticksX16: valueX16, by: model }
}

function driftRequests(params: DriftChoice): readonly ForecastRequest[] {
  const { epochSeconds, horizonEpochs, driftModel: model } = params
  return model === NO_DRIFT_MODEL ? [] : [{ target: 'drift', epochSeconds, horizonEpochs, model }]
}
