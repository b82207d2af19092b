// Tables of the forecasting page.
import { table, time } from '../accuracy/page.mjs'

const columns = [
  'model',
  'QLIKE>',
  'MSE-log>',
  'R²>',
  'MASE>',
  'coverage of 80 %>',
  'DM p against the bar>',
]

/** Scores of all models over all folds, the best QLIKE in bold, with what quantisation costs. */
export function totalTable({ report, afterwards, quantised }) {
  const best = Math.min(...report.total.map(({ qlike }) => qlike))
  return table(
    [...columns, 'QLIKE as int8>'],
    report.total.map((scores) => {
      const after = afterwards.total.find(({ name }) => name === scores.name)
      return [
        ...scoreCells(scores, report.benchmark, scores.qlike === best),
        quantised.includes(scores.name) ? fixed(after.qlike, 4) : '–',
      ]
    }),
  )
}

/** The same scores of each fold. */
export function foldTable({ report, series }) {
  return table(
    ['test from>', 'rows>', ...columns],
    report.folds.flatMap(({ testFromEpoch, models }) =>
      models.map((scores, i) => [
        i === 0 ? time(testFromEpoch * series.epochSeconds) : '',
        i === 0 ? String(scores.rows) : '',
        ...scoreCells(scores, report.benchmark, false),
      ]),
    ),
  )
}

function scoreCells(scores, benchmark, isBest) {
  const { name, qlike, meanSquaredError, rSquared, mase, intervals, againstBenchmark } = scores
  const shown = fixed(qlike, 4)
  return [
    name === benchmark ? `${name} (bar)` : name,
    isBest ? `**${shown}**` : shown,
    fixed(meanSquaredError, 3),
    fixed(rSquared, 3),
    fixed(mase, 3),
    intervals === null ? '–' : `${(100 * intervals.coverage).toFixed(1)} %`,
    againstBenchmark === null ? '–' : comparison(againstBenchmark.deciding),
  ]
}

/** `0.012 better`: p-value and which of the two lost less. */
function comparison({ pValue, meanDifference }) {
  return `${probability(pValue)} ${meanDifference < 0 ? 'better' : 'worse'}`
}

export function probability(value) {
  return value < 0.0001 ? '< 0.0001' : value.toPrecision(2)
}

export function fixed(value, digits) {
  return value === null ? '–' : value.toFixed(digits)
}
