import { isBetter } from '@tickwise/runs'
import type { GridAxis } from '@tickwise/runs/sweep'
import {
  counted,
  formatNumber,
  formatPercent,
  heatMap,
  renderTable,
  type CommandContext,
} from '@tickwise/terminal'
import { bestTrial, type SweepOutcome } from '../commands/sweep.ts'
import { overfittingWords } from './overfitting-words.ts'
import type { Trial } from './trial.ts'

/** Runs in the table. */
const shownTrials = 10
/** Failures that are told one by one. */
const shownFailures = 5

type Ended = Trial & {
  readonly answer: Exclude<Trial['answer'], { outcome: 'failed' } | undefined>
}

/** A sweep as a person reads it: the best runs, a map of two parameters, what failed, what is left to do. */
export function renderSweep(context: CommandContext, outcome: SweepOutcome): string {
  const { style } = context
  const { trials, metric } = outcome
  const ended = trials.filter(hasEnded)
  const ranked = ended.toSorted((a, b) => {
    const [x, y] = [a.answer.metrics[metric], b.answer.metrics[metric]]
    return isBetter(metric, x, y) ? -1 : isBetter(metric, y, x) ? 1 : 0
  })
  const fromRecord = ended.filter(({ answer }) => answer.outcome === 'recorded').length
  return [
    `${counted(ended.length, 'run')} of ${trials.length}${fromRecord === 0 ? '' : `, ${fromRecord} of them on record before`}; best by ${style('bold', metric)}`,
    '',
    ...(ranked.length === 0 ? [] : [renderTrials(outcome, ranked.slice(0, shownTrials)), '']),
    ...renderMap(context, outcome),
    ...renderFailures(context, trials),
    ...(outcome.isStopped ? [...renderStop(context, outcome), ''] : []),
    ...(ranked.length < 2 ? [] : renderOverfitting(outcome, ranked.length)),
  ]
    .join('\n')
    .trimEnd()
}

function renderOverfitting({ overfitting }: SweepOutcome, runs: number): readonly string[] {
  return [
    ...(overfitting === null ? [] : [overfittingWords(overfitting), '']),
    `The best of ${runs} on the same data says little of other data: hold it against a stretch of time it was not chosen on.`,
  ]
}

function hasEnded(trial: Trial): trial is Ended {
  return trial.answer !== undefined && trial.answer.outcome !== 'failed'
}

function renderTrials({ axes, metric }: SweepOutcome, trials: readonly Ended[]): string {
  const isExtra = !['totalReturn', 'sharpe', 'maxDrawdown', 'feesMinusLvr'].includes(metric)
  return renderTable(
    [
      ...axes.map(({ name }) => ({ title: name, align: 'right' as const })),
      ...(isExtra ? [{ title: metric, align: 'right' as const }] : []),
      { title: 'return', align: 'right' },
      { title: 'Sharpe', align: 'right' },
      { title: 'drawdown', align: 'right' },
      { title: 'fees − LVR', align: 'right' },
      { title: 'rebalances', align: 'right' },
      { title: 'run' },
    ],
    trials.map(({ parameters, answer: { metrics, runId } }) => [
      ...axes.map(({ name }) => String(parameters[name])),
      ...(isExtra ? [formatNumber(metrics[metric], 4)] : []),
      formatPercent(metrics.totalReturn),
      formatNumber(metrics.sharpe),
      formatPercent(metrics.maxDrawdown === null ? null : -metrics.maxDrawdown),
      formatPercent(metrics.feesMinusLvr),
      String(metrics.rebalances),
      runId,
    ]),
  )
}

/** Of more than two parameters the first two with several values; of the others the best value. */
function renderMap({ width, look }: CommandContext, outcome: SweepOutcome): readonly string[] {
  const [rows, columns] = outcome.axes.filter(({ values }) => values.length > 1)
  if (rows === undefined || columns === undefined) return []
  const isAt = (trial: Trial, axis: GridAxis, i: number): boolean =>
    trial.parameters[axis.name] === axis.values[i]
  const values = rows.values.map((_, row) =>
    columns.values.map((_value, column) => {
      const trials = outcome.trials.filter(
        (trial) => isAt(trial, rows, row) && isAt(trial, columns, column),
      )
      const best = bestTrial({ trials, metric: outcome.metric })
      return best !== undefined && hasEnded(best) ? best.answer.metrics[outcome.metric] : null
    }),
  )
  const map = {
    rows: rows.values.map(String),
    columns: columns.values.map(String),
    rowName: rows.name,
    columnName: `${columns.name}; ${outcome.metric}`,
    values,
  }
  return [heatMap(map, { width: Math.min(width, 100), look }), '']
}

function renderFailures({ style }: CommandContext, trials: readonly Trial[]): readonly string[] {
  const failed = trials.flatMap(({ parameters, answer }) =>
    answer?.outcome === 'failed' ? [{ parameters, error: answer.error }] : [],
  )
  if (failed.length === 0) return []
  const more = failed.length - shownFailures
  return [
    style('yellow', `${counted(failed.length, 'run')} failed:`),
    ...failed.slice(0, shownFailures).map(({ parameters, error }) => {
      const point = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
      return `  ${point.join(' ')}: ${error.message} (${error.code})`
    }),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
  ]
}

function renderStop({ style }: CommandContext, outcome: SweepOutcome): readonly string[] {
  const left = outcome.trials.filter(({ answer }) => answer === undefined).length
  return [
    style('yellow', `Stopped with ${counted(left, 'run')} left.`),
    outcome.isRecorded
      ? 'What is done is on record: the same command goes on from there.'
      : 'Nothing was recorded (--no-record): the same command begins anew.',
  ]
}
