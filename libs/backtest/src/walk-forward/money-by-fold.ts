import { CancelledError } from '@tickwise/amm'
import type { ParameterSchema, Strategy } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import { runBacktest } from '../run/backtest.ts'
import type { RunParameters } from '../run/prepare-run.ts'
import type { ForecasterFactory } from '../run/forecaster-factory.ts'
import type { BacktestResult } from '../run/result.ts'
import type { RunSettings } from '../run/settings.ts'

/** The test of a fold in time: Unix seconds. */
export interface FoldWindow {
  readonly fold: number
  readonly from: number
  readonly to: number
}

/** Who forecasts for a strategy, and the parameters that make it listen. */
export interface Contestant<S extends ParameterSchema> {
  /** `har`, or `built-in` for the strategy without any forecaster. */
  readonly name: string
  readonly params: RunParameters<S>
  readonly forecaster?: ForecasterFactory
}

/** What a strategy earned in the test of a fold with one forecaster. */
export interface FoldMoney {
  readonly fold: number
  readonly name: string
  readonly from: number
  readonly to: number
  readonly totalReturn: number | null
  readonly hodlReturn: number | null
  readonly feesMinusLvr: number | null
  readonly timeInRange: number | null
  readonly rebalances: number
  /** Decisions with a forecast, of those taken; 0 for the built-in one. */
  readonly answered: number
  readonly decisions: number
  readonly runId: string
}

/** What {@link moneyByFold} takes beside market and strategy. */
export interface MoneyByFoldOptions<S extends ParameterSchema> {
  readonly windows: readonly FoldWindow[]
  readonly contestants: readonly Contestant<S>[]
  readonly settings?: RunSettings
  readonly onProgress?: (progress: {
    readonly phase: 'backtests'
    readonly done: number
    readonly total: number
    readonly detail: string
  }) => void
  readonly signal?: { readonly aborted: boolean }
}

/**
 * Runs a strategy over the test of each fold, once for each contestant: the same market, capital and costs, other
 * forecasts.
 *
 * @throws UserError what `runBacktest` throws; CancelledError when stopped
 *
 * @example
 * moneyByFold(market, strategy, { windows, contestants: [{ name: 'built-in', params }, …] })
 */
export function moneyByFold<S extends ParameterSchema>(
  market: MarketData,
  strategy: Strategy<S>,
  options: MoneyByFoldOptions<S>,
): readonly FoldMoney[] {
  const { windows, contestants, settings = {}, onProgress, signal } = options
  const total = windows.length * contestants.length
  const rows: FoldMoney[] = []
  for (const { fold, from, to } of windows) {
    for (const { name, params, forecaster } of contestants) {
      if (signal?.aborted === true) throw new CancelledError('E_CANCELLED', 'the runs were stopped')
      onProgress?.({
        phase: 'backtests',
        done: rows.length,
        total,
        detail: `fold ${fold + 1}, ${name}`,
      })
      const result = runBacktest(
        market,
        strategy,
        params,
        { ...settings, from, to },
        forecaster === undefined ? {} : { forecaster },
      )
      rows.push({ fold, name, ...moneyOf(result) })
    }
  }
  return rows
}

function moneyOf(result: BacktestResult): Omit<FoldMoney, 'fold' | 'name'> {
  const { metrics, settings, decisions, actions, forecasts, runId } = result
  const { totalReturn, hodlReturn, feesMinusLvr, timeInRange } = metrics
  return {
    from: settings.from,
    to: settings.to,
    ...{ totalReturn, hodlReturn, feesMinusLvr, timeInRange },
    rebalances: actions.length,
    answered: Math.min(...(forecasts?.requests.map(({ answered }) => answered) ?? [0])),
    decisions: decisions.taken,
    runId,
  }
}
