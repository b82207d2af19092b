import {
  marketDataOf,
  runBacktest,
  type BacktestResult,
  type RunSettings,
} from '@tickwise/backtest'
import { openDataset } from '@tickwise/market'
import { findStrategy, parseParameters } from '@tickwise/strategies'
import { fileURLToPath } from 'node:url'

const sample = fileURLToPath(new URL('../../../../data/sample', import.meta.url))

/** Runs of built-in strategies over the sample dataset. */
export async function sampleRuns(
  wanted: readonly {
    readonly strategy: string
    readonly parameters?: Readonly<Record<string, string>>
    readonly settings?: RunSettings
  }[],
): Promise<readonly BacktestResult[]> {
  const market = marketDataOf(await openDataset(sample))
  return wanted.map(({ strategy: name, parameters = {}, settings }) => {
    const strategy = findStrategy(name)
    return runBacktest(market, strategy, parseParameters(strategy, parameters), settings)
  })
}

/** A run with several rebalances, in which every part of a report has something to show. */
export async function busyRun(): Promise<BacktestResult> {
  const parameters = { halfWidthTicks: '300', thresholdTicks: '150' }
  const [run] = await sampleRuns([{ strategy: 'recentre', parameters }])
  return run as BacktestResult
}
