import type {
  Forecaster,
  ForecastRequest,
  ParameterSchema,
  ParameterValue,
  Strategy,
} from '@tickwise/strategies'
import type { z } from 'zod'
import type { MarketData } from '../market/market-data.ts'
import { recordedTimeline } from '../market/timeline.ts'
import { runId } from '../run-id.ts'
import type { RunOptions } from './engine.ts'
import { forecasterFor, type ForecasterFactory } from './forecaster-factory.ts'
import { namedParameters } from './named-parameters.ts'
import type { JsonReady, ResultAction, ResultEquityPoint, ResultSettings } from './result.ts'
import { resolveSettings, type ResolvedSettings, type RunSettings } from './settings.ts'

/** Part of every run id: results of another engine are other results. */
export const ENGINE_VERSION = '0.3.0'

/** Parameters as a run takes them: a number for the decision step at least. */
export type RunParameters<S extends ParameterSchema> = z.output<S>

/** What a run takes beside its inputs. */
export interface BacktestOptions extends RunOptions {
  /** Who answers the forecasts that the strategy declares; its id is part of the run id. */
  readonly forecaster?: ForecasterFactory
  /** What names the code of a strategy that is not built in, such as a hash of its file: part of the run id. */
  readonly strategySource?: string
  /** Watches the run; no part of what names it. */
  readonly observer?: RunObserver
}

/** Somebody who watches a run, with data as its result will have them. */
export interface RunObserver {
  readonly equity: (point: JsonReady<ResultEquityPoint>) => void
  readonly decision: (decision: ObservedDecision) => void
  readonly action: (action: JsonReady<ResultAction>) => void
}

/** A decision to rebalance, before it is carried out. */
export interface ObservedDecision {
  readonly decidedAt: number
  readonly reason: string
  readonly ranges: readonly (readonly [tickLower: number, tickUpper: number])[]
}

/** Everything that decides the result of a run; its hash is the run's id. */
export interface RunInputs {
  readonly engine: string
  readonly datasetRoot: string
  readonly strategy: string
  readonly strategySource: string | undefined
  readonly parameters: Readonly<Record<string, ParameterValue>>
  readonly settings: ResultSettings
  /** Id of whoever answers the forecasts, which names its model; absent where none are asked for. */
  readonly forecaster: string | undefined
}

/** A run that has its name and is yet to be carried out. */
export interface PreparedRun<S extends ParameterSchema = ParameterSchema> {
  readonly runId: string
  readonly inputs: RunInputs
  readonly market: MarketData
  readonly strategy: Strategy<S>
  readonly params: RunParameters<S>
  /** As given, and with every default filled in. */
  readonly given: RunSettings
  readonly resolved: ResolvedSettings
  readonly requests: readonly ForecastRequest[]
  readonly forecaster: Forecaster | undefined
  readonly options: BacktestOptions
}

/**
 * Reads the settings of a run, makes its forecaster and names it, so that a result that is known already
 * need not be computed again.
 *
 * @throws UserError for settings and data as `runBacktest`
 * @example
 * prepareRun(market, strategy, params, { impact: 'diluted' }).runId // 12 hex digits
 */
export function prepareRun<S extends ParameterSchema>(
  market: MarketData,
  strategy: Strategy<S>,
  params: RunParameters<S>,
  settings: RunSettings = {},
  options: BacktestOptions = {},
): PreparedRun<S> {
  const resolved = resolveSettings(recordedTimeline(market), params.epochSeconds, settings)
  const requests = strategy.forecasts?.(params) ?? []
  const forecaster = forecasterFor(market, requests, options.forecaster)
  const inputs: RunInputs = {
    engine: ENGINE_VERSION,
    datasetRoot: market.root,
    strategy: strategy.name,
    strategySource: options.strategySource,
    parameters: namedParameters(strategy, { ...params } as Record<string, ParameterValue>),
    settings: shownSettings(market, resolved),
    forecaster: forecaster?.id,
  }
  return {
    runId: runId(inputs),
    inputs,
    market,
    strategy,
    params,
    given: settings,
    resolved,
    requests,
    forecaster,
    options,
  }
}

function shownSettings(market: MarketData, resolved: ResolvedSettings): ResultSettings {
  const { native, nativePrice, ...rest } = resolved
  return {
    ...rest,
    assetSymbol: market.tokens[resolved.asset].symbol,
    nativePrice:
      native === undefined ? (nativePrice ?? 'none') : native === 0 ? 'token0' : 'token1',
  }
}
