import {
  counted,
  formatNumber,
  formatPercent,
  heatMap,
  type EventOf,
  type HeatMap,
} from '@tickwise/terminal'
import { jobProgress } from '../../live/run-progress.ts'
import { mapAxes, mapOf, type SweepState } from '../../live/sweep-state.ts'
import type { UiLook } from '../../look.ts'
import { titleLine } from '../../parts/panel.tsx'
import { tableLines } from '../../parts/table.tsx'
import type { TableColumn } from '../../parts/table-layout.ts'
import type { Size } from '../../shell/size.ts'
import { wrapText } from '../../text/cut.ts'
import { beside } from './beside.ts'
import { fitMap } from './fit-map.ts'
import { progressLine } from './progress-line.ts'
import { errorLines, messageLines } from './run-lines.ts'
import { wrapFacts } from './wrap-facts.ts'

/** What of a sweep is shown large. */
export const sweepParts = ['overview', 'map', 'best', 'failures', 'messages'] as const
export type SweepPart = (typeof sweepParts)[number]

/** How the user looks at a sweep. */
export interface SweepLooks {
  readonly part: SweepPart
  /** Which pair of parameters is on the map. */
  readonly pair: number
  readonly selected: number
}

const wide = 100
const tall = 14

/** A sweep on a screen of any size. */
export function sweepLines(
  state: SweepState,
  looks: SweepLooks,
  size: Size,
  look: UiLook,
): readonly string[] {
  const { columns, rows } = size
  const { job } = state
  const head = [
    sweepTitle(state, look),
    progressLine(job, jobProgress(job), columns, look),
    ...wrapFacts(sweepFacts(state, look), columns).slice(0, rows < tall ? 1 : 2),
    ...errorLines(job, columns, look),
  ]
  return [...head, ...partLines(state, looks, { columns, rows: rows - head.length }, look)]
}

function sweepTitle({ job, grid }: SweepState, { style }: UiLook): string {
  if (grid === undefined) return job.arguments.join(' ') || 'sweep'
  const axes = grid.axes.map(({ name, values }) => `${name} (${values.length})`).join(' × ')
  return `${style('bold', grid.strategy)}  best by ${style('bold', grid.metric)}  ${axes}`
}

function sweepFacts({ counts, grid }: SweepState, { style }: UiLook): readonly string[] {
  const { done, recorded, failed } = counts
  const points = grid?.axes.reduce((count, { values }) => count * values.length, 1) ?? 0
  return [
    `${done + recorded + failed} of ${counted(points, 'run')}`,
    ...(recorded === 0 ? [] : [`${recorded} on record before`]),
    failed === 0 ? 'none failed' : style('red', `${failed} failed`),
  ]
}

function partLines(
  state: SweepState,
  looks: SweepLooks,
  size: Size,
  look: UiLook,
): readonly string[] {
  if (size.rows < 2) return []
  switch (looks.part) {
    case 'overview':
      if (state.grid === undefined) return messageLines(state.job, size, look)
      return overview(state, looks, size, look)
    case 'map':
      return mapLines(state, looks.pair, size, look)
    case 'best':
      return bestLines(state, looks.selected, size, look)
    case 'failures':
      return failureLines(state, size, look)
    case 'messages':
      return messageLines(state.job, size, look)
  }
}

function overview(
  state: SweepState,
  { pair, selected }: SweepLooks,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  if (mapPairs(state).length === 0) return bestLines(state, selected, { columns, rows }, look)
  if (columns >= wide) {
    const left = Math.floor((columns - 2) / 2)
    const right = { columns: columns - 2 - left, rows }
    const map = mapLines(state, pair, { columns: left, rows }, look)
    const failed =
      state.failures.count === 0
        ? []
        : failureLines(state, { ...right, rows: Math.floor(rows / 4) }, look)
    const best = bestLines(state, selected, { ...right, rows: rows - failed.length }, look)
    return beside(map, [...best, ...failed], left)
  }
  if (rows < tall) return mapLines(state, pair, { columns, rows }, look)
  const map = mapLines(state, pair, { columns, rows: Math.floor((rows * 3) / 5) }, look)
  return [...map, ...bestLines(state, selected, { columns, rows: rows - map.length }, look)]
}

/** Pairs of parameters that a map can show. */
export function mapPairs(state: SweepState): readonly (readonly [row: string, column: string])[] {
  const names = mapAxes(state).map(({ name }) => name)
  return names.flatMap((row, i) => names.slice(i + 1).map((column) => [row, column] as const))
}

function mapLines(
  state: SweepState,
  pair: number,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  const pairs = mapPairs(state)
  const shown = pairs[pair % Math.max(1, pairs.length)]
  if (shown === undefined || state.grid === undefined)
    return [look.style('dim', 'a map needs two parameters with several values')]
  const [row, column] = shown
  const labelsOf = (name: string): readonly string[] =>
    state.grid?.axes.find((axis) => axis.name === name)?.values.map(String) ?? []
  // Names, labels of the columns and the scale stand around the cells.
  const height = Math.max(1, rows - 3)
  const map = fitMap(
    { rows: labelsOf(row), columns: labelsOf(column), values: mapOf(state, row, column) },
    { rows: look.colour ? 2 * height : height, columns: Math.floor(columns / 2) },
    state.grid.better,
  )
  const named = { ...map, rowName: row, columnName: `${column}; ${state.grid.metric}` }
  const large = enlarged(named, { rows: height, columns: columns - row.length - 1 })
  return heatMap(large, { width: columns, height, look }).split('\n').slice(0, rows)
}

/** Largest cells: more would make a small grid no clearer. */
const largestCell = { rows: 3, columns: 8 } as const

/** A map whose cells take the room that there is. */
function enlarged(map: HeatMap, room: Size): HeatMap {
  const tall = Math.max(1, Math.min(largestCell.rows, Math.floor(room.rows / map.rows.length)))
  const wide = Math.min(largestCell.columns, Math.floor(room.columns / map.columns.length))
  const times = Array.from({ length: tall }, (_, i) => i)
  return {
    ...map,
    rows: map.rows.flatMap((label) => times.map((i) => (i === 0 ? label : ''))),
    columns: map.columns.map((label) => label.padEnd(wide - 1)),
    values: map.values.flatMap((row) => times.map(() => row)),
  }
}

type Trial = EventOf<'trial'>

function bestLines(
  { best, grid }: SweepState,
  selected: number,
  size: Size,
  look: UiLook,
): readonly string[] {
  const { columns, rows } = size
  if (rows < 2) return []
  const axes = grid?.axes ?? []
  const metric = grid?.metric ?? 'value'
  const tableColumns: readonly TableColumn[] = [
    ...axes.map(({ name }) => ({ title: name, align: 'right' as const, least: 6 })),
    { title: metric, align: 'right' },
    { title: 'return', align: 'right', leaves: 1 },
    { title: 'drawdown', align: 'right', leaves: 2 },
    { title: 'fees-LVR', align: 'right', leaves: 3 },
    { title: 'run', leaves: 4 },
  ]
  const cells = best.map((trial) => [
    ...axes.map(({ name }) => String(trial.parameters[name])),
    formatNumber(trial.value, 4),
    formatPercent(metricOf(trial, 'totalReturn')),
    formatPercent(negative(metricOf(trial, 'maxDrawdown'))),
    formatPercent(metricOf(trial, 'feesMinusLvr')),
    trial.runId ?? '',
  ])
  const table = { columns: tableColumns, rows: cells, size: { columns, rows: rows - 1 }, look }
  const title = titleLine('best so far', columns, look)
  if (best.length === 0) return [title, look.style('dim', 'no run has ended yet')]
  return [title, ...tableLines({ ...table, selected: Math.min(selected, best.length - 1) })]
}

function metricOf({ metrics }: Trial, name: string): number | null {
  return metrics?.[name] ?? null
}

const negative = (value: number | null): number | null => (value === null ? null : -value)

function failureLines(
  { failures }: SweepState,
  { columns, rows }: Size,
  look: UiLook,
): readonly string[] {
  if (rows < 2) return []
  if (failures.count === 0) return [look.style('dim', 'no run has failed')].slice(0, rows)
  const title = titleLine(`${counted(failures.count, 'run')} failed`, columns, look)
  const lines = failures.items.toReversed().flatMap(({ parameters, error }) => {
    const point = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
    const why = error === undefined ? '' : `: ${error.message} (${error.code})`
    return wrapText(`${point.join(' ')}${why}`, columns)
  })
  return [title, ...lines].slice(0, rows)
}
