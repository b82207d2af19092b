// What the forecasting page says around its tables.
import { netNames, significanceLevel } from '@tickwise/forecast'
import { plural } from '../accuracy/page.mjs'
import { probability } from './tables.mjs'

export function introduction() {
  return `# Forecasting

Written by \`npm run forecasting -- <data>\` on ${new Date().toISOString().slice(0, 10)}, where \`<data>\` is the folder of records that the
[accuracy page](accuracy.md#data) describes, with candles of an exchange in \`binance_candles\`. No number of ours
was typed by a person. The same command can be stopped and goes on with the fold that it was in.

How to do the same on your own data: [forecasting in the terminal](forecasting-cli.md).
`
}

/** One sentence on whether nets earn their place, counted, and one line a net that beat the bar. */
export function verdictSection(finished) {
  const comparisons = finished.flatMap(({ title, report, againstHour }) =>
    report.total.flatMap(({ name, againstBenchmark }) => {
      if (!isNet(name) || againstBenchmark === null) return []
      const hour = againstHour?.total.find((scores) => scores.name === name)?.againstBenchmark
      const { benchmark } = report
      return [{ title, name, benchmark, hour: hour?.deciding, ...againstBenchmark.deciding }]
    }),
  )
  const winners = comparisons.filter(
    ({ meanDifference, pValue }) => meanDifference < 0 && pValue < significanceLevel,
  )
  const strict = significanceLevel / comparisons.length
  const certain = winners.filter(({ pValue }) => pValue < strict)
  return `## Verdict

${verdict(comparisons, winners, certain, strict)}

${winners.map(winnerLine).join('\n')}

A net knows the hour of the day, which HAR does not; \`har-hour\`, which is as linear, does. What a net has beyond
\`har-hour\` is what it has learned; the second half of each line tests that. ${beyondHour(comparisons, strict)}
`
}

function beyondHour(comparisons, strict) {
  const tested = comparisons.flatMap(({ hour }) => (hour === undefined ? [] : [hour]))
  const better = (level) =>
    tested.filter(({ meanDifference, pValue }) => meanDifference < 0 && pValue < level).length
  return `**Against har-hour a net is better at p < ${significanceLevel} in ${better(significanceLevel)} of ${tested.length}, at ${probability(strict)} in ${better(strict)}.**`
}

function winnerLine({ title, name, benchmark, hour, ...against }) {
  const second = hour === undefined ? '' : `; against har-hour ${difference(hour)}`
  return `- ${title}: ${name} against ${benchmark} ${difference(against)}${second}`
}

function difference({ meanDifference, pValue }) {
  const size = Math.abs(meanDifference).toPrecision(2)
  return `QLIKE ${size} ${meanDifference < 0 ? 'lower' : 'higher'} (p ${pValue < 0.0001 ? '' : '= '}${probability(pValue)})`
}

function verdict(comparisons, winners, certain, strict) {
  const tried = `${plural(comparisons.length, 'comparison')} of a net with the linear model that is the bar`
  if (winners.length === 0)
    return `**No net beats HAR.** In ${tried}, none has a smaller QLIKE with a two-sided Diebold–Mariano p below ${significanceLevel}: HAR is the default.`
  const count =
    certain.length === 0
      ? `none at ${probability(strict)}, which is what so many tries ask for (Bonferroni): by that count **no net beats HAR beyond chance**, and HAR is the default`
      : `${certain.length} at ${probability(strict)}, which is what so many tries ask for (Bonferroni). A net is used only where it has beaten HAR; elsewhere HAR is the default`
  return `In ${tried}, the net is better at p < ${significanceLevel} in ${winners.length}; ${count}.`
}

function isNet(name) {
  return netNames.includes(name)
}

export function methodSection({ name, version, tried }) {
  const degraded = tried.map((attempt) => ` (${attempt.name}: ${attempt.reason})`).join('')
  return `## How to read it

- **Target.** log2 of the mean variance per epoch over the horizon, ticks² ([feature oracle](feature-oracle.md)); for fees, log2
  of the mean fee growth per epoch of a unit of liquidity at the money. Hourly candles give an epoch of one cell;
  five-minute candles and the pool an epoch of twelve; fees have epochs of a quarter of an hour, because windows of a
  few days hold no week of hours.
- **Pool.** The exact records of four windows of the pool, each model trained on five-minute candles of the exchange up
  to then and on earlier windows: what a pool without years of history does. Only rows whose outcome is the pool's
  count. Fees come from the pool alone: three windows to learn from, the fourth to be tested in.
- **Folds** roll: train, validate, test, with the labels' overlap purged between them. HAR chooses its window and how
  often it is fitted on the validation rows, nets stop on them. Nothing of a test is seen before it is scored.
- **QLIKE** is of the forecast as an amount (with the level offset of its fit) and decides. MSE-log is in log2².
  **MASE** is relative to the naive forecast's error on the training rows. **Coverage** is that of adaptive conformal intervals
  at 80 %. **DM p**: two-sided Diebold–Mariano test of QLIKE with the correction of Harvey, Leybourne and Newbold,
  and whether the model was better or worse than the bar. Where rows have gaps between windows the test counts
  neighbours as neighbours.
- **as int8**: the same fits made integers (\`qmlp/1\`), on the same rows. A dash: this model has no integer form.
- TensorFlow.js ran on ${name} ${version}${degraded}. The seed is 1.
`
}
