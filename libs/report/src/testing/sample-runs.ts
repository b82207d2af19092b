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
