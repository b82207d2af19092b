import {
  buildFeeGrowthIndex,
  CancelledError,
  canonicalJson,
  rowCountAtTime,
  type FeeGrowthIndex,
} from '@tickwise/amm'
import type { PoolEventColumns } from '@tickwise/amm'
import type { ParameterSchema, Strategy } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import { recordedTimeline } from '../market/timeline.ts'
import { TimelineView } from '../market/timeline-view.ts'
import { openVenue } from '../run/backtest.ts'
import type { RunParameters } from '../run/prepare-run.ts'
import { decideOnce, type DecisionEntry } from '../run/decide.ts'
import { runEngine, type EngineOutcome } from '../run/engine.ts'
import { requireForecastInWindow } from '../run/forecast-use.ts'
import { forecasterFor, type ForecasterFactory } from '../run/forecaster-factory.ts'
import { resolveSettings, type ResolvedSettings, type RunSettings } from '../run/settings.ts'
import { firstDifference, type Difference } from './first-difference.ts'
import { hideFuture } from './hidden-future.ts'

/** A decision that came out differently when the future was not there. */
export interface DecisionDifference {
  /** Unix seconds. */
  readonly decidedAt: number
  /**
   * Canonical JSON of the decision in the run, and with the future hidden (or the error); where the strategy
   * declares forecasts, of both: `{ decision, forecasts }`.
   */
  readonly inRun: string
  readonly withoutFuture: string
}

/** What {@link checkLookahead} found. */
export interface LookaheadReport {
  readonly passed: boolean
  readonly decisions: number
  /** Decisions taken again with the future hidden. */
  readonly checked: number
  readonly differences: readonly DecisionDifference[]
  /** Where a run that ends earlier differs from this one up to its end. */
  readonly prefixDifference?: Difference & { readonly endsAt: number }
}

export interface LookaheadOptions {
  /** As in the run; called again with every market that is cut. */
  readonly forecaster?: ForecasterFactory
  /** Most decisions to take again, evenly spread; default all. */
  readonly maxDecisions?: number
  readonly onProgress?: (progress: {
    readonly phase: 'lookahead'
    readonly done: number
    readonly total: number
  }) => void
  readonly signal?: { readonly aborted: boolean }
}

/** Differences worth showing; one is enough to fail. */
const SHOWN_DIFFERENCES = 20

/**
 * Proves that no decision knew its future. The strategy runs once; then, from the last decision to
 * the first, all later rows are wiped from the market's own columns, a market is rebuilt from what is
 * left, the forecaster is made anew from that market, and the decision is taken again: decision and
 * forecasts must have the same bytes. Whoever kept a reference to the data, or a memory of the first run,
 * decides differently. Last, a run over the first half alone must equal the whole run up to there.
 *
 * The columns are restored before it returns; nobody else may read them meanwhile. Counterfactual
 * settings are checked as `diluted`: the strategy is the same function.
 *
 * @throws the errors of `runBacktest`; CancelledError when stopped
 *
 * @example
 * checkLookahead(market, strategy, params).passed
 */
export function checkLookahead<S extends ParameterSchema>(
  market: MarketData,
  strategy: Strategy<S>,
  params: RunParameters<S>,
  settings: RunSettings = {},
  options: LookaheadOptions = {},
): LookaheadReport {
  const resolved = resolveSettings(recordedTimeline(market), params.epochSeconds, {
    ...settings,
    impact: settings.impact === 'taker' ? 'taker' : 'diluted',
  })
  const { forecaster: factory } = options
  const decider: Decider<S> = { strategy, params, factory }
  const requests = strategy.forecasts?.(params) ?? []
  requireForecastInWindow(requests, forecasterFor(market, requests, factory), resolved)
  const whole = runFrom(market, decider, resolved)
  const chosen = spread(whole.decisions, options.maxDecisions ?? whole.decisions.length)
  // Wiped rows have no time: where each decision's view ends has to be known before.
  const visible = chosen.map((entry) => ({
    entry,
    rows: rowCountAtTime(market.columns, entry.visibleUntil),
  }))
  const future = hideFuture(market.columns)
  const differences: DecisionDifference[] = []
  try {
    visible.toReversed().forEach(({ entry, rows }, done) => {
      if (options.signal?.aborted) throw new CancelledError('E_CANCELLED', 'the check was stopped')
      options.onProgress?.({ phase: 'lookahead', done, total: chosen.length })
      const columns = future.cutAt(rows)
      const inRun = bytesOf(entry)
      const withoutFuture = decideAgain(cutMarket(market, columns), decider, entry)
      if (inRun !== withoutFuture && differences.length < SHOWN_DIFFERENCES) {
        differences.push({ decidedAt: entry.decidedAt, inRun, withoutFuture })
      }
    })
  } finally {
    future.restore()
  }
  const prefixDifference = differencesOfPrefix(market, decider, resolved, whole)
  return {
    passed: differences.length === 0 && prefixDifference === undefined,
    decisions: whole.decisions.length,
    checked: chosen.length,
    differences,
    ...(prefixDifference === undefined ? {} : { prefixDifference }),
  }
}

/** Who decides: the strategy with its parameters, and who forecasts for it. */
interface Decider<S extends ParameterSchema> {
  readonly strategy: Strategy<S>
  readonly params: RunParameters<S>
  readonly factory: ForecasterFactory | undefined
}

function runFrom<S extends ParameterSchema>(
  market: MarketData,
  { strategy, params, factory }: Decider<S>,
  settings: ResolvedSettings,
): EngineOutcome {
  const forecaster = forecasterFor(market, strategy.forecasts?.(params) ?? [], factory)
  return runEngine(openVenue(market, settings), strategy, params, settings, { forecaster })
}

function decideAgain<S extends ParameterSchema>(
  market: MarketData,
  { strategy, params, factory }: Decider<S>,
  { visibleUntil, decidedAt, vault }: DecisionEntry,
): string {
  try {
    const view = new TimelineView(recordedTimeline(market), visibleUntil, decidedAt)
    const forecaster = forecasterFor(market, strategy.forecasts?.(params) ?? [], factory)
    return bytesOf(decideOnce(strategy, view, vault, params, forecaster))
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`
  }
}

function bytesOf({ decision, forecasts }: Pick<DecisionEntry, 'decision' | 'forecasts'>): string {
  return canonicalJson(forecasts === undefined ? decision : { decision, forecasts })
}

/** The first half of the window, run with nothing behind it, against the same stretch of the whole. */
function differencesOfPrefix<S extends ParameterSchema>(
  market: MarketData,
  decider: Decider<S>,
  settings: ResolvedSettings,
  whole: EngineOutcome,
): LookaheadReport['prefixDifference'] {
  const endsAt = Math.floor((settings.from + settings.to) / 2)
  const future = hideFuture(market.columns)
  try {
    const columns = future.cutAt(rowCountAtTime(market.columns, endsAt))
    const half = cutMarket(market, columns)
    const run = runFrom(half, decider, { ...settings, to: endsAt })
    const difference = firstDifference(upTo(whole, endsAt), upTo(run, endsAt))
    return difference && { ...difference, endsAt }
  } catch (error) {
    const second = error instanceof Error ? error.message : String(error)
    return { path: '$', first: 'a result', second, endsAt }
  } finally {
    future.restore()
  }
}

/** What a run had done before a moment. */
function upTo(outcome: EngineOutcome, endsAt: number): object {
  return {
    decisions: outcome.decisions.filter(({ decidedAt }) => decidedAt < endsAt),
    actions: outcome.actions.filter(({ timestamp }) => timestamp < endsAt),
    equity: outcome.equity.filter(({ timestamp }) => timestamp < endsAt),
  }
}

function cutMarket(market: MarketData, columns: PoolEventColumns): MarketData {
  let index: FeeGrowthIndex | undefined
  const { spec, startState } = market
  return {
    ...market,
    columns,
    index: () => (index ??= buildFeeGrowthIndex(columns, spec, startState)),
  }
}

function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (count >= items.length) return items
  const step = items.length / count
  return items.filter((_, i) => Math.floor((i + 1) / step) > Math.floor(i / step))
}
