import type { ForecastReport, ModelScores } from '@tickwise/forecast'
import { formatTime, renderTable } from '@tickwise/terminal'

const columns = [
  { title: 'model' },
  { title: 'QLIKE', align: 'right' },
  { title: 'MSE', align: 'right' },
  { title: 'R²', align: 'right' },
  { title: 'MASE', align: 'right' },
  { title: 'coverage', align: 'right' },
  { title: 'DM p', align: 'right' },
  { title: '' },
] as const

/** Scores over all folds. */
export function renderTotal({ total, benchmark }: ForecastReport): string {
  return renderTable(
    columns,
    total.map((scores) => cells(scores, benchmark)),
  )
}

/** Scores fold by fold. */
export function renderFolds(report: ForecastReport, epochSeconds: number): string {
  return renderTable(
    [{ title: 'test from' }, ...columns],
    report.folds.flatMap(({ testFromEpoch, models }) =>
      models.map((scores, i) => [
        i === 0 ? formatTime(testFromEpoch * epochSeconds) : '',
        ...cells(scores, report.benchmark),
      ]),
    ),
  )
}

function cells(scores: ModelScores, benchmark: string): readonly string[] {
  const { name, qlike, meanSquaredError, rSquared, mase, intervals, againstBenchmark } = scores
  const tested = againstBenchmark?.deciding
  return [
    name,
    fixed(qlike, 4),
    fixed(meanSquaredError, 3),
    fixed(rSquared, 3),
    fixed(mase, 3),
    intervals === null ? '–' : `${(intervals.coverage * 100).toFixed(1)} %`,
    tested === undefined ? '–' : tested.pValue.toPrecision(2),
    name === benchmark
      ? 'the bar'
      : tested === undefined
        ? ''
        : tested.meanDifference < 0
          ? 'better'
          : 'worse',
  ]
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits)
}
