import { priceCountAt, tickAfter } from '@tickwise/amm'
import type { ParameterSchema, ParameterValue, Strategy } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import { recordedTimeline } from '../market/timeline.ts'
import { computeMetrics } from '../metrics.ts'
import { canonicalDigest } from '../run-id.ts'
import { CounterfactualVenue } from '../venue/counterfactual-venue.ts'
import { dilutedAccrual, fullAccrual } from '../venue/fee-accrual.ts'
import { IndexedVenue } from '../venue/indexed-venue.ts'
import type { Venue } from '../venue/venue.ts'
import { sumAttribution, type Attribution } from './attribution.ts'
import { hodlValues, runBenchmarks } from './benchmarks.ts'
import { forecastUse, forecastWarnings, requireForecastInWindow } from './forecast-use.ts'
import { runEngine, type EngineOutcome } from './engine.ts'
import {
  ENGINE_VERSION,
  prepareRun,
  type BacktestOptions,
  type PreparedRun,
  type RunParameters,
} from './prepare-run.ts'
import { jsonReady, type BacktestResult, type ResultCapacity } from './result.ts'
import type { ResolvedSettings, RunSettings } from './settings.ts'
import { shownAction, shownPoint, watchedAs } from './shown-steps.ts'
import { runWarnings } from './warnings.ts'

/**
 * What a strategy would have earned on this market: exact fees, own impact by setting, all costs,
 * an attribution that closes to the last unit, and benchmarks. The same inputs give the same bytes.
 *
 * Decisions are about whole epochs (`epochSeconds` of the parameters). At the end *b* of an epoch a
 * decision knows the events with timestamp ≤ *b*; it is taken at *b* + confirmationSeconds, when they
 * are final, and carried out delaySeconds later, in the state after all events up to then. Gas and vault fees are taken off the NAV as if paid from
 * outside. Fees that the market's way back from our own swap would pay to our new position are not
 * counted in `taker` and `diluted`.
 *
 * @throws UserError for settings (`E_WINDOW_EMPTY`, `E_SETTING_VALUE`, `E_SETTING_DELAY`,
 * `E_NATIVE_PRICE`, `E_CAPITAL`), data without a price (`E_DATA_EMPTY`), decisions that no vault
 * could carry out (`E_DECISION`, `E_TICK_RANGE`, `E_TICK_SPACING`) and forecasts that are asked for by
 * name and missing, begin after the window, or could not have been made (`E_FORECAST_MISSING`,
 * `E_FORECAST_AFTER_WINDOW`, `E_FORECAST_ANSWER`);
 * CancelledError when stopped;
 * InvariantError `E_ATTRIBUTION_OPEN`, `E_VAULT_OVERDRAWN` for a bug
 *
 * @example
 * const strategy = findStrategy('recentre')
 * const params = parseParameters(strategy, { halfWidthTicks: 500 })
 * runBacktest(marketDataOf(dataset), strategy, params, { impact: 'diluted' }).metrics.totalReturn
 */
export function runBacktest<S extends ParameterSchema>(
  market: MarketData,
  strategy: Strategy<S>,
  params: RunParameters<S>,
  settings: RunSettings = {},
  options: BacktestOptions = {},
): BacktestResult {
  return runPrepared(prepareRun(market, strategy, params, settings, options))
}

/**
 * Carries out a run that {@link prepareRun} has named.
 *
 * @throws as {@link runBacktest}
 * @example
 * const prepared = prepareRun(market, strategy, params)
 * const result = known.get(prepared.runId) ?? runPrepared(prepared)
 */
export function runPrepared<S extends ParameterSchema>(prepared: PreparedRun<S>): BacktestResult {
  const { market, strategy, params, given, resolved, requests, forecaster, options } = prepared
  const venue = openVenue(market, resolved)
  requireForecastInWindow(requests, forecaster, resolved)
  const { observer, ...rest } = options
  const outcome = runEngine(venue, strategy, params, resolved, {
    ...rest,
    forecaster,
    ...(observer === undefined ? {} : { observer: watchedAs(observer, market) }),
  })
  const total = sumAttribution(outcome.intervals)
  const capacity = capacityOf(market, outcome, venue)
  const parameters = { ...params } as Readonly<Record<string, ParameterValue>>
  const { tokens, spec, root, chainId, simulated } = market
  const dataset = {
    root,
    chainId,
    simulated,
    symbol0: tokens[0].symbol,
    symbol1: tokens[1].symbol,
    decimals0: tokens[0].decimals,
    decimals1: tokens[1].decimals,
    fee: spec.fee,
  }
  return jsonReady({
    engine: ENGINE_VERSION,
    runId: prepared.runId,
    dataset,
    strategy: { name: strategy.name, title: strategy.title, parameters },
    settings: prepared.inputs.settings,
    navStart: outcome.equity[0]?.nav ?? 0n,
    navEnd: outcome.equity.at(-1)?.nav ?? 0n,
    metrics: metricsOf(outcome, total, resolved),
    attribution: total,
    attributionIntervals: outcome.intervals,
    benchmarks: runBenchmarks(market, outcome.equity, resolved),
    decisions: {
      taken: outcome.decisions.length,
      held: outcome.decisions.filter(({ decision }) => decision.kind === 'hold').length,
      digest: decisionDigest(outcome),
    },
    actions: outcome.actions.map((action) => shownAction(action, market)),
    equity: outcome.equity.map((point) => shownPoint(point, market)),
    capacity,
    ...forecastUse(requests, outcome.decisions, forecaster),
    warnings: [
      ...runWarnings(market, given, resolved, outcome, venue, capacity),
      ...forecastWarnings(requests, outcome.decisions, forecaster, resolved),
    ],
  })
}

function decisionDigest({ decisions }: EngineOutcome): string {
  return canonicalDigest(decisions.map(({ decidedAt, decision }) => ({ decidedAt, decision })))
}

/** The market as a run of these settings meets it. */
export function openVenue(market: MarketData, settings: ResolvedSettings): Venue {
  switch (settings.impact) {
    case 'taker':
      return new IndexedVenue(market, fullAccrual(market))
    case 'diluted':
      return new IndexedVenue(market, dilutedAccrual(market))
    case 'counterfactual': {
      const epochs = Math.ceil((settings.to - settings.from) / settings.epochSeconds)
      return new CounterfactualVenue(market, epochs + 1)
    }
  }
}

function metricsOf(outcome: EngineOutcome, total: Attribution, settings: ResolvedSettings) {
  return computeMetrics({
    equity: outcome.equity,
    hodl: hodlValues(outcome.equity, settings),
    intervalSeconds: settings.epochSeconds,
    totals: {
      fees: total.fees,
      lvr: -total.lvr,
      divergence: total.tracking + total.lvr,
      gas: -total.gas,
      swapped: outcome.swapped,
      rebalances: outcome.actions.filter(({ kind }) => kind === 'rebalance').length,
      secondsInRange: outcome.secondsInRange,
    },
  })
}

function capacityOf(market: MarketData, outcome: EngineOutcome, venue: Venue): ResultCapacity {
  const { liquidityShares, equity } = outcome
  const { track } = recordedTimeline(market)
  const displacements = equity.map(({ timestamp, tick }) =>
    Math.abs(tick - (tickAfter(track, priceCountAt(track, timestamp)) ?? tick)),
  )
  const sum = liquidityShares.reduce((a, b) => a + b, 0)
  const dilution = venue.dilution()
  return {
    maxLiquidityShare: liquidityShares.reduce((a, b) => Math.max(a, b), 0),
    meanLiquidityShare: liquidityShares.length === 0 ? 0 : sum / liquidityShares.length,
    ...(dilution === undefined ? {} : { dilution }),
    maxDisplacementTicks: displacements.reduce((a, b) => Math.max(a, b), 0),
  }
}
