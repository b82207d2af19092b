import { metricRows, type MetricRow } from '@tickwise/report'
import { compareRuns } from '@tickwise/runs'
import { formatNumber, type ChartSeries } from '@tickwise/terminal'
import type { RunDetail } from '../../services/ui-services.ts'
import type { ComparedMetric, CompareModel } from './compare-model.ts'

/** What is shown of several runs, the first of them the measure. */
export function buildCompareModel(details: readonly RunDetail[]): CompareModel {
  const { runIds, metrics, inputs } = compareRuns(details.map(({ opened }) => opened))
  const bestOf = new Map<string, number | undefined>(
    metrics.map(({ metric, best }) => [metric, best]),
  )
  return {
    runIds,
    isSimulated: details.some(({ opened }) => opened.run.dataset.simulated),
    curves: details.flatMap(curveOf),
    metrics: metricRows.flatMap((row) =>
      comparedMetric(row, details, row.metric === undefined ? undefined : bestOf.get(row.metric)),
    ),
    inputs,
  }
}

/** Growth since the start: runs of other sizes and assets are told apart by shape alone. */
function curveOf({ opened, file }: RunDetail): readonly ChartSeries[] {
  if (file === undefined) return []
  const start = Number(opened.figures.navStart)
  const points = file.preview.map(({ timestamp, nav }) => ({
    x: timestamp,
    y: 100 * (Number(nav) / start - 1),
  }))
  return [{ name: `${opened.run.runId} ${opened.run.strategy.name}`, points }]
}

/** A metric of all runs as reports tell it; none where runs cannot be compared by it. */
function comparedMetric(
  { name, told, number, difference }: MetricRow,
  details: readonly RunDetail[],
  best: number | undefined,
): readonly ComparedMetric[] {
  if (number === undefined) return []
  const numbers = details.map(({ opened }) => number(opened.figures.metrics))
  const first = numbers[0] ?? null
  const values = details.map(({ file }, i) =>
    file === undefined ? formatNumber(numbers[i], 4) : told(file.result),
  )
  const differences = numbers.map((value, i) =>
    i === 0 || value === null || first === null || difference === undefined
      ? ''
      : difference(value - first),
  )
  return [{ name, values, differences, ...(best === undefined ? {} : { best }) }]
}
