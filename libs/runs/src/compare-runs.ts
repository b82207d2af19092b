import type { Metrics } from '@tickwise/backtest'
import { isBetter, rankedMetrics, type RankedMetric } from './metric-names.ts'
import type { OpenedRun } from './read-run.ts'

/** One figure of several runs. */
export interface MetricComparison {
  readonly metric: RankedMetric
  /** In the order of the runs. */
  readonly values: readonly (number | null)[]
  /** Each less the first run's; `null` where one of the two is not known. */
  readonly differences: readonly (number | null)[]
  /** Place of the best value; absent where all are equal or unknown. */
  readonly best?: number
}

/** What sets several runs apart. */
export interface RunComparison {
  readonly runIds: readonly string[]
  readonly metrics: readonly MetricComparison[]
  /** Inputs that are not the same in all runs, each as text: parameters, settings, data. */
  readonly inputs: readonly { readonly name: string; readonly values: readonly string[] }[]
}

/**
 * Compares runs with the first of them.
 *
 * @example
 * compareRuns([await findRun('runs', 'a1'), await findRun('runs', 'b2')]).metrics[0]?.differences
 */
export function compareRuns(runs: readonly OpenedRun[]): RunComparison {
  return {
    runIds: runs.map(({ run }) => run.runId),
    metrics: rankedMetrics.map((metric) =>
      compareMetric(
        metric,
        runs.map(({ figures }) => figures.metrics),
      ),
    ),
    inputs: differingInputs(runs),
  }
}

function compareMetric(metric: RankedMetric, all: readonly Metrics[]): MetricComparison {
  const values = all.map((metrics) => metrics[metric])
  const [first = null] = values
  const best = values.reduce<number>(
    (place, value, i) => (isBetter(metric, value, values[place] ?? null) ? i : place),
    0,
  )
  const isDistinct = new Set(values).size > 1
  return {
    metric,
    values,
    differences: values.map((value) => (value === null || first === null ? null : value - first)),
    ...(isDistinct ? { best } : {}),
  }
}

function differingInputs(runs: readonly OpenedRun[]): RunComparison['inputs'] {
  const flat = runs.map(({ run, figures }) => {
    const { parameters, settings, ...rest } = run.inputs
    return flattened({
      ...rest,
      ...settings,
      from: figures.from,
      to: figures.to,
      ...run.strategy.parameters,
      ...parameters,
    })
  })
  const names = [...new Set(flat.flatMap((inputs) => Object.keys(inputs)))]
  return names
    .map((name) => ({ name, values: flat.map((inputs) => inputs[name] ?? '–') }))
    .filter(({ values }) => new Set(values).size > 1)
}

function flattened(inputs: object): Readonly<Record<string, string>> {
  const entries = Object.entries(inputs).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  )
}
