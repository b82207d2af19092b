import {
  SECONDS_PER_YEAR,
  moments,
  overfitProbability,
  type BacktestResult,
} from '@tickwise/backtest'
import { UserError } from '@tickwise/amm'
import type { Search } from '@tickwise/report'
import { listRuns, openRun, type RunSummary } from '@tickwise/runs'

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
  if (trials === 'record') {
    const { from, to, assetSymbol } = result.settings
    return recordedSearch({ ...result, from, to, assetSymbol }, root)
  }
  if (!/^[1-9]\d{0,8}$/.test(trials)) {
    throw new UserError('E_TRIALS', `--trials ${trials} is no number of variants`, {
      hint: 'give 1 or more, or record to count the runs on record',
    })
  }
  return { trials: Number(trials), source: 'as --trials says' }
}

/** What runs have to share to be variants of one another. */
export type SearchKey = Pick<RunSummary, 'from' | 'to' | 'assetSymbol'> & {
  readonly dataset: { readonly root: string }
  readonly strategy: { readonly name: string }
  readonly metrics: { readonly intervalSeconds: number }
}

/** What the record has of the variants of a run: how many, how their Sharpe ratios vary, and how often the choice fails. */
export async function recordedSearch(key: SearchKey, root: string): Promise<Search> {
  const { dataset, strategy, from, to, assetSymbol, metrics } = key
  const { runs } = await listRuns(root)
  const alike = runs
    .filter(
      (run) =>
        run.dataset.root === dataset.root &&
        run.strategy.name === strategy.name &&
        run.from === from &&
        run.to === to &&
        run.assetSymbol === assetSymbol &&
        run.metrics.intervalSeconds === metrics.intervalSeconds,
    )
    // In the order of their names: a sum of floats depends on it, and a list by time does not come twice.
    .toSorted((a, b) => (a.runId < b.runId ? -1 : 1))
  const perInterval = Math.sqrt(metrics.intervalSeconds / SECONDS_PER_YEAR)
  const sharpes = alike.flatMap(({ metrics: { sharpe } }) =>
    sharpe === null ? [] : [sharpe * perInterval],
  )
  const spread = moments(sharpes)
  const overfitting = overfitProbability(await blocksOf(alike, root))
  return {
    trials: Math.max(1, alike.length),
    ...(spread === null ? {} : { sharpeVariance: spread.standardDeviation ** 2 }),
    ...(overfitting === null ? {} : { overfitProbability: overfitting.probability }),
    source: `as the record of runs has them: ${strategy.name} over the same data and window`,
  }
}

/** Runs that were recorded before returns were kept, or are too short, have none. */
async function blocksOf(runs: readonly RunSummary[], root: string) {
  const opened = await Promise.all(runs.map(({ runId }) => openRun(root, runId)))
  return opened.flatMap(({ figures }) => figures.returnBlocks ?? [])
}
