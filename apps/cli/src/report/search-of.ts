import { SECONDS_PER_YEAR, moments, type BacktestResult } from '@tickwise/backtest'
import { UserError } from '@tickwise/amm'
import type { Search } from '@tickwise/report'
import { listRuns } from '@tickwise/runs'

/**
 * What is known of the variants that were tried, as `--trials` says it: a number, or `record` for the runs of
 * the same strategy over the same data and window that are on record, whose Sharpe ratios then count too.
 *
 * @throws UserError `E_TRIALS`
 */
export async function searchOf(
  trials: string | undefined,
  result: BacktestResult,
  root: string,
): Promise<Search | undefined> {
  if (trials === undefined) return undefined
  if (trials === 'record') return recordedSearch(result, root)
  if (!/^[1-9]\d{0,8}$/.test(trials)) {
    throw new UserError('E_TRIALS', `--trials ${trials} is no number of variants`, {
      hint: 'give 1 or more, or record to count the runs on record',
    })
  }
  return { trials: Number(trials), source: 'as --trials says' }
}

async function recordedSearch(result: BacktestResult, root: string): Promise<Search> {
  const { dataset, strategy, settings, metrics } = result
  const { runs } = await listRuns(root)
  const alike = runs.filter(
    (run) =>
      run.dataset.root === dataset.root &&
      run.strategy.name === strategy.name &&
      run.from === settings.from &&
      run.to === settings.to &&
      run.assetSymbol === settings.assetSymbol &&
      run.metrics.intervalSeconds === metrics.intervalSeconds,
  )
  const perInterval = Math.sqrt(metrics.intervalSeconds / SECONDS_PER_YEAR)
  // In the order of their names: a sum of floats depends on it, and a list by time does not come twice.
  const sharpes = alike
    .toSorted((a, b) => (a.runId < b.runId ? -1 : 1))
    .flatMap(({ metrics: { sharpe } }) => (sharpe === null ? [] : [sharpe * perInterval]))
  const spread = moments(sharpes)
  return {
    trials: Math.max(1, alike.length),
    ...(spread === null ? {} : { sharpeVariance: spread.standardDeviation ** 2 }),
    source: `as the record of runs has them: ${strategy.name} over the same data and window`,
  }
}
