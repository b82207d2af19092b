import { renderError } from '@tickwise/terminal'
import { runProgress } from '../../live/run-progress.ts'
import type { JobState } from '../../live/job-state.ts'
import type { RunState } from '../../live/run-state.ts'
import type { UiLook } from '../../look.ts'
import { chartLines } from '../../parts/chart.tsx'
import { titleLine } from '../../parts/panel.tsx'
import type { Size } from '../../shell/size.ts'
import { wrapText } from '../../text/cut.ts'
import { beside } from './beside.ts'
import { progressLine } from './progress-line.ts'
import { equitySeries, priceUnit, rangeBand } from './run-charts.ts'
import { actionLines, attributionLines, runFacts, runTitle } from './run-facts.ts'
import { wrapFacts } from './wrap-facts.ts'

/** What of a run is shown large. */
export const runParts = [
  'overview',
  'equity',
  'price',
  'attribution',
  'actions',
  'messages',
] as const
export type RunPart = (typeof runParts)[number]

/** From here on there is room for two columns. */
const wide = 100
/** Rows below which there is room for one chart. */
const tall = 12

/** A run on a screen of any size: what it is, how far it is, and the part that is wanted. */
export function runLines(
  state: RunState,
  part: RunPart,
  size: Size,
  look: UiLook,
): readonly string[] {
  const { columns, rows } = size
  const head = [
    runTitle(state, look),
    progressLine(state.job, runProgress(state), columns, look),
    ...wrapFacts(runFacts(state), columns).slice(0, rows < tall ? 1 : 3),
    ...errorLines(state.job, columns, look),
  ]
  const rest = { columns, rows: rows - head.length }
  return [...head, ...partLines(state, part, rest, look)]
}

function partLines(state: RunState, part: RunPart, size: Size, look: UiLook): readonly string[] {
  if (size.rows < 2) return []
  const { columns } = size
  switch (part) {
    case 'overview':
      if (state.nav.length === 0) return messageLines(state.job, size, look)
      return columns >= wide ? wideOverview(state, size, look) : narrowOverview(state, size, look)
    case 'equity':
      return equityLines(state, size, look)
    case 'price':
      return priceLines(state, size, look)
    case 'attribution':
      return titled('attribution', attributionLines(state, columns, look), size, look)
    case 'actions':
      return titled(actionsTitle(state), actionLines(state, columns, look), size, look)
    case 'messages':
      return messageLines(state.job, size, look)
  }
}

function wideOverview(state: RunState, { columns, rows }: Size, look: UiLook): readonly string[] {
  const left = Math.floor((columns - 2) * 0.6)
  const right = columns - 2 - left
  const half = Math.floor(rows / 2)
  const charts = [
    ...equityLines(state, { columns: left, rows: half }, look),
    ...priceLines(state, { columns: left, rows: rows - half }, look),
  ]
  const bars = attributionLines(state, right, look)
  const facts = [titleLine('attribution', right, look), ...bars].slice(0, half)
  const under = { columns: right, rows: rows - facts.length }
  const actions = titled(actionsTitle(state), actionLines(state, right, look), under, look)
  return beside(charts, [...facts, ...actions], left)
}

function narrowOverview(state: RunState, size: Size, look: UiLook): readonly string[] {
  const { columns, rows } = size
  if (rows < tall) return equityLines(state, size, look)
  const last = Math.min(Math.floor(rows / 5), state.actions.items.length + 1)
  const half = Math.floor((rows - last) / 2)
  return [
    ...equityLines(state, { columns, rows: half }, look),
    ...priceLines(state, { columns, rows: rows - last - half }, look),
    ...titled(
      actionsTitle(state),
      actionLines(state, columns, look),
      { columns, rows: last },
      look,
    ),
  ]
}

function equityLines(state: RunState, size: Size, look: UiLook): readonly string[] {
  const unit = `net asset value, ${state.run?.asset.symbol ?? ''}`
  const options = { unit, xAxis: 'time' as const, xSpan: spanOf(state) }
  return filled(chartLines(equitySeries(state), size, look, options), size.rows)
}

function priceLines(state: RunState, size: Size, look: UiLook): readonly string[] {
  const unit = `${priceUnit(state)} and the ranges held`
  const price = { name: 'price', points: state.price }
  const options = {
    ...{ unit, xAxis: 'time' as const, xSpan: spanOf(state) },
    ...{ bands: [rangeBand(state)], hasLegend: false },
  }
  return filled(chartLines([price], size, look, options), size.rows)
}

/** The axis is as long as the run will be: curves grow into it. */
function spanOf({ run }: RunState): readonly [number, number] | undefined {
  return run === undefined ? undefined : [run.from, run.to]
}

function actionsTitle({ actions }: RunState): string {
  return actions.count === 0 ? 'no actions' : `${actions.count} actions, newest first`
}

/** What the command has said beside its numbers, newest first. */
export function messageLines(
  job: JobState,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  const { style } = look
  const said = [
    ...job.warnings.items.map((text) => style('yellow', `warning: ${text}`)),
    ...job.notes.items,
  ].toReversed()
  return said.flatMap((line) => wrapText(line, columns)).slice(0, rows)
}

/** What to do about a failure. */
export function errorLines({ error }: JobState, columns: number, look: UiLook): readonly string[] {
  if (error === undefined || error.exitCode === 2) return []
  return renderError(error, look.style)
    .split('\n')
    .flatMap((line) => wrapText(line, columns))
}

function titled(
  title: string,
  lines: readonly string[],
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  return rows < 1 ? [] : [titleLine(title, columns, look), ...lines].slice(0, rows)
}

/** Exactly as many lines as there are rows, so that what is below stays where it is. */
function filled(lines: readonly string[], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, i) => lines[i] ?? '')
}
