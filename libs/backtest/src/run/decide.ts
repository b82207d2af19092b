import {
  checkDecision,
  hold,
  missingForecast,
  prepareView,
  type Decision,
  type ForecastAnswer,
  type Forecaster,
  type ForecastRequest,
  type MarketView,
  type ParameterSchema,
  type PolicyOrder,
  type Strategy,
  type VaultView,
} from '@tickwise/strategies'
import type { z } from 'zod'

/** A decision with everything it was given but the market view. */
export interface DecisionEntry {
  readonly decidedAt: number
  /** Last second it could see: the end of the last whole epoch. */
  readonly visibleUntil: number
  readonly vault: VaultView
  /** Answers to the forecasts that the strategy declares, in its order; absent when it declares none. */
  readonly forecasts?: readonly (ForecastAnswer | null)[]
  readonly decision: Decision
}

/**
 * The second from which on every forecast asked for by name is there.
 * @throws UserError `E_FORECAST_MISSING` when nobody will ever make one of them
 */
export function forecastsReadySince(
  requests: readonly ForecastRequest[],
  forecaster: Forecaster | undefined,
): number {
  const times = requests
    .filter(({ model }) => model !== undefined)
    .map((request) => {
      const answersAlways = forecaster !== undefined && forecaster.readyFrom === undefined
      const ready = answersAlways ? 0 : forecaster?.readyFrom?.(request)
      if (ready === undefined) throw missingForecast(request)
      return ready
    })
  return Math.max(0, ...times)
}

/** One decision, checked and copied: what a strategy keeps of it cannot change it afterwards. */
export function decideOnce<S extends ParameterSchema>(
  strategy: Strategy<S>,
  market: MarketView,
  vault: VaultView,
  params: z.output<S>,
  forecaster?: Forecaster,
): Pick<DecisionEntry, 'decision' | 'forecasts'> {
  const requests = strategy.forecasts?.(params) ?? []
  const { view, answers } = prepareView(market, requests, forecaster)
  const decision = strategy.decide(view, vault, params)
  checkDecision(decision, view.spec.tickSpacing)
  const forecasts = answers.map((answer) => answer ?? null)
  return {
    ...(requests.length === 0 ? {} : { forecasts }),
    decision: copyDecision(decision),
  }
}

function copyDecision(decision: Decision): Decision {
  if (decision.kind === 'hold') return hold(decision.reason)
  const { swap, reason, policy } = decision
  const ranges = decision.ranges.map(({ tickLower, tickUpper, weightBps }) => ({
    tickLower,
    tickUpper,
    weightBps,
  }))
  return {
    kind: 'rebalance',
    swap,
    ranges,
    ...(policy === undefined ? {} : { policy: copyPolicy(policy) }),
    reason,
  }
}

function copyPolicy({ parameters, varianceX32 }: PolicyOrder): PolicyOrder {
  return { parameters: { ...parameters }, varianceX32 }
}
