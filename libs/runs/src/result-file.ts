import type { BacktestResult } from '@tickwise/backtest'
import type { BenchmarkPoint } from './tables.ts'
import { thinnedPositions } from './thin.ts'

/** Points of the equity curve in `result.json`, at most. */
export const PREVIEW_POINTS = 1000

/** A point of the thinned curve. */
export type PreviewPoint = Pick<
  BacktestResult['equity'][number],
  'timestamp' | 'nav' | 'price' | 'tick' | 'inRange' | 'ranges'
>

/**
 * `result.json`: the whole result but for what grows with the length of a run. The equity curves, the
 * actions and the attribution per stretch are empty lists here and whole in the Parquet files beside it;
 * `preview` has the equity curve thinned to {@link PREVIEW_POINTS} points that keep every extreme. So the
 * file stays under half a megabyte however long the run was, unless the strategy holds many ranges.
 */
export interface ResultFile {
  readonly result: BacktestResult
  readonly preview: readonly PreviewPoint[]
  readonly points: {
    readonly equity: number
    readonly actions: number
    readonly intervals: number
  }
}

/** The bounded part of a result. */
export function resultFileOf(result: BacktestResult): ResultFile {
  const { equity, actions, attributionIntervals, benchmarks } = result
  const navs = equity.map(({ nav }) => Number(nav))
  return {
    result: {
      ...result,
      attributionIntervals: [],
      benchmarks: benchmarks.map((benchmark) => ({ ...benchmark, equity: [] })),
      actions: [],
      equity: [],
    },
    preview: thinnedPositions(navs, PREVIEW_POINTS).map((i) => equity[i] as PreviewPoint),
    points: {
      equity: equity.length,
      actions: actions.length,
      intervals: attributionIntervals.length,
    },
  }
}

/** The curves of all benchmarks as one table. */
export function benchmarkPoints({ benchmarks }: BacktestResult): readonly BenchmarkPoint[] {
  return benchmarks.flatMap(({ name, equity }) =>
    equity.map(({ timestamp, nav }) => ({ name, timestamp, nav })),
  )
}

/** A result as it was, from its bounded part and its tables. */
export function wholeResult(
  { result }: ResultFile,
  tables: {
    readonly equity: BacktestResult['equity']
    readonly actions: BacktestResult['actions']
    readonly intervals: BacktestResult['attributionIntervals']
    readonly benchmarks: readonly BenchmarkPoint[]
  },
): BacktestResult {
  return {
    ...result,
    attributionIntervals: tables.intervals,
    benchmarks: benchmarksOf(result, tables.benchmarks),
    actions: tables.actions,
    equity: tables.equity,
  }
}

/** The benchmarks of a result with their curves, from its bounded part and the table of all of them. */
export function benchmarksOf(
  { benchmarks }: Pick<BacktestResult, 'benchmarks'>,
  points: readonly BenchmarkPoint[],
): BacktestResult['benchmarks'] {
  return benchmarks.map((benchmark) => ({
    ...benchmark,
    equity: points
      .filter(({ name }) => name === benchmark.name)
      .map(({ timestamp, nav }) => ({ timestamp, nav })),
  }))
}
