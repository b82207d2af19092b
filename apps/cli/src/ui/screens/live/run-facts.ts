import {
  barChart,
  compactNumber,
  counted,
  formatNumber,
  formatPercent,
  formatTime,
  type EventOf,
} from '@tickwise/terminal'
import type { RunFigures } from '../../live/run-figures.ts'
import type { RunState } from '../../live/run-state.ts'
import type { UiLook } from '../../look.ts'
import { fitText, wrapText } from '../../text/cut.ts'

/** Which run it is, in one line. */
export function runTitle({ run, job }: RunState, { style }: UiLook): string {
  if (run === undefined) return job.arguments.join(' ') || job.command
  const { pool, from, to, simulated, strategy } = run
  const market = `${pool.symbol0}/${pool.symbol1} ${pool.fee / 10_000} %`
  const period = `${formatTime(from).slice(0, 10)} to ${formatTime(to).slice(0, 10)}`
  const label = simulated ? `  ${style('yellow', 'SIMULATED DATA')}` : ''
  return `${style('bold', strategy)}  ${market}  ${period}${label}`
}

/** Where the run stands, most important first. */
export function runFacts(state: RunState): readonly string[] {
  const { run, latest, firstNav, gas, actions, figures } = state
  if (run === undefined || latest === undefined) return []
  const nav = figures?.navEnd ?? latest.nav
  const start = figures?.navStart ?? firstNav ?? nav
  return [
    `NAV ${amountText(nav)} ${run.asset.symbol} ${formatPercent(start === 0 ? null : nav / start - 1)}`,
    ...(latest.fees === undefined ? [] : [`fees ${amountText(latest.fees)}`]),
    ...(latest.lvr === undefined ? [] : [`LVR ${amountText(latest.lvr)}`]),
    `gas ${amountText(gas)}`,
    ...(figures === undefined
      ? [latest.inRange ? 'in range' : 'out of range', counted(actions.count, 'action')]
      : metricFacts(figures)),
  ]
}

function metricFacts({ metrics, benchmarks }: RunFigures): readonly string[] {
  const { sharpe, maxDrawdown, timeInRange } = metrics
  const hodl = benchmarks.find(({ name }) => name === 'hodl')
  return [
    ...(hodl === undefined ? [] : [`HODL ${formatPercent(hodl.totalReturn)}`]),
    `Sharpe ${formatNumber(sharpe)}`,
    `drawdown ${formatPercent(maxDrawdown === null || maxDrawdown === undefined ? null : -maxDrawdown)}`,
    `in range ${formatPercent(timeInRange, 0).replace('+', '')}`,
  ]
}

/** Words for the terms of the attribution. */
const termNames: Readonly<Record<string, string>> = {
  fees: 'fees',
  priceMove: 'price move',
  tracking: 'tracking',
  lvr: 'LVR',
  swapFee: 'swap fees',
  swapImpact: 'swap impact',
  gas: 'gas',
  vaultFees: 'vault fees',
  rounding: 'rounding',
}

/** Where the change of net asset value comes from: all of it at the end, before that what is known so far. */
export function attributionLines(
  state: RunState,
  columns: number,
  look: UiLook,
): readonly string[] {
  const terms = state.figures?.attribution ?? termsSoFar(state)
  // Rounding is far below what a bar can show.
  const bars = terms
    .filter(({ term, value }) => term !== 'rounding' && (value !== 0 || term === 'fees'))
    .map(({ term, value }) => ({
      label: termNames[term] ?? term,
      value,
      note: amountText(value),
    }))
  if (bars.length === 0) return []
  const margin = Math.max(...bars.map(({ label, note }) => label.length + note.length))
  return barChart(bars, Math.max(4, columns - margin - 4), look).split('\n')
}

function termsSoFar({ latest, gas }: RunState) {
  if (latest?.fees === undefined || latest.lvr === undefined) return []
  return [
    { term: 'fees', value: latest.fees },
    { term: 'lvr', value: latest.lvr },
    { term: 'gas', value: -gas },
  ]
}

/** What was done, newest first, a line or more each. */
export function actionLines(state: RunState, columns: number, look: UiLook): readonly string[] {
  return state.actions.items
    .toReversed()
    .flatMap((action) => actionText(state, action, columns, look))
}

/** From here on a reason has room beside what was done. */
const besideFrom = 64

function actionText(
  { priceOfTickZero = 1 }: RunState,
  { timestamp, kind, reason, ranges }: EventOf<'action'>,
  columns: number,
  { style }: UiLook,
): readonly string[] {
  const priceAt = (tick: number): string => compactNumber(priceOfTickZero * 1.0001 ** tick)
  const what =
    kind === 'rebalance'
      ? ranges.map(([lower, upper]) => `${priceAt(lower)} to ${priceAt(upper)}`).join(', ')
      : style(kind === 'failed' ? 'red' : 'yellow', kind)
  const time = style('dim', formatTime(timestamp).slice(5))
  if (columns < besideFrom) {
    return [`${time}  ${what}`, ...wrapText(reason, columns - 2).map((line) => `  ${line}`)]
  }
  const margin = 31
  const [first = '', ...more] = wrapText(reason, columns - margin)
  return [
    `${time}  ${fitText(what, 16)}  ${first}`,
    ...more.map((line) => `${' '.repeat(margin)}${line}`),
  ]
}

/** An amount of the asset: exact to the cent where it is small, short where it is large. */
export function amountText(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6) return compactNumber(value)
  const digits = size === 0 || size >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(size)))
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}
