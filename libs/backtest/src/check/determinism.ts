import type { ParameterSchema, Strategy } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import { runBacktest } from '../run/backtest.ts'
import type { BacktestOptions, RunParameters } from '../run/prepare-run.ts'
import type { RunSettings } from '../run/settings.ts'
import { firstDifference, type Difference } from './first-difference.ts'

/** Whether two runs of the same inputs gave the same bytes, and where they first differ. */
export interface DeterminismReport {
  readonly passed: boolean
  readonly runId: string
  readonly difference?: Difference
}

/**
 * Runs a strategy twice over the same market and compares every value of the two results. A strategy
 * that counts its calls, draws random numbers or remembers an earlier run gives itself away.
 *
 * @throws the errors of {@link runBacktest}
 *
 * @example
 * checkDeterminism(market, strategy, params).passed
 */
export function checkDeterminism<S extends ParameterSchema>(
  market: MarketData,
  strategy: Strategy<S>,
  params: RunParameters<S>,
  settings: RunSettings = {},
  options: BacktestOptions = {},
): DeterminismReport {
  const first = runBacktest(market, strategy, params, settings, options)
  const second = runBacktest(market, strategy, params, settings, options)
  const difference = firstDifference(first, second)
  return {
    passed: difference === undefined,
    runId: first.runId,
    ...(difference === undefined ? {} : { difference }),
  }
}
