import type { CommandEvent, EventOf } from '@tickwise/terminal'
import { afterEnd, afterEvent, newJob, type JobState } from './job-state.ts'
import { appended, emptyTail, type Tail } from './tail.ts'
import { valueAt, withValue, type TrialValues } from './trial-values.ts'

type Trial = EventOf<'trial'>

/** A sweep as its events tell it; memory is bounded by the grid. */
export interface SweepState {
  readonly job: JobState
  readonly grid: EventOf<'grid'> | undefined
  /** Trials that have ended, by how. */
  readonly counts: Readonly<Record<Trial['outcome'], number>>
  readonly values: TrialValues
  /** The best so far, best first. */
  readonly best: readonly Trial[]
  readonly failures: Tail<Trial>
}

/** Trials in the table of the best. */
export const bestLimit = 20
const keptFailures = 50

/** A sweep of which nothing is known yet. */
export const newSweep: SweepState = {
  job: newJob,
  grid: undefined,
  counts: { done: 0, recorded: 0, failed: 0 },
  values: [],
  best: [],
  failures: emptyTail,
}

/** The sweep after one more event; the same events give the same state however they are grouped. */
export function sweepAfter(before: SweepState, event: CommandEvent): SweepState {
  const state = { ...before, job: afterEvent(before.job, event) }
  if (event.type === 'grid') return { ...newSweep, job: state.job, grid: event }
  return event.type === 'trial' ? afterTrial(state, event) : state
}

/** The sweep when its stream has ended. */
export function sweepEnded(state: SweepState): SweepState {
  return { ...state, job: afterEnd(state.job) }
}

function afterTrial(state: SweepState, trial: Trial): SweepState {
  const { index, outcome, value = null } = trial
  const { counts, failures } = state
  return {
    ...state,
    counts: { ...counts, [outcome]: counts[outcome] + 1 },
    values: withValue(state.values, index, value),
    best: value === null ? state.best : ranked(state, trial, value),
    failures: outcome === 'failed' ? appended(failures, trial, keptFailures) : failures,
  }
}

/** Of equal values the earlier point of the grid comes first, whichever worker was faster. */
function ranked({ grid, best }: SweepState, trial: Trial, value: number): readonly Trial[] {
  const sign = grid?.better === 'lower' ? -1 : 1
  const isBehind = ({ value: other, index }: Trial): boolean => {
    const difference = sign * (value - (other ?? -Infinity * sign))
    return difference > 0 || (difference === 0 && trial.index < index)
  }
  const place = best.findIndex(isBehind)
  if (place < 0) return best.length < bestLimit ? [...best, trial] : best
  return [...best.slice(0, place), trial, ...best.slice(place)].slice(0, bestLimit)
}

/** Parameters with several values: those that a map can have as its sides. */
export function mapAxes({ grid }: SweepState): readonly EventOf<'grid'>['axes'][number][] {
  return grid?.axes.filter(({ values }) => values.length > 1) ?? []
}

/**
 * Values by two parameters of the grid, best over all others; `null` where nothing has a value yet.
 *
 * @returns rows by the values of `row`, in them columns by the values of `column`
 */
export function mapOf(
  { grid, values }: SweepState,
  row: string,
  column: string,
): readonly (readonly (number | null)[])[] {
  if (grid === undefined) return []
  const { axes, better } = grid
  const sizes = axes.map((axis) => axis.values.length)
  const places = [row, column].map((name) => axes.findIndex((axis) => axis.name === name))
  const [rowAxis = -1, columnAxis = -1] = places
  const map = Array.from({ length: sizes[rowAxis] ?? 0 }, () =>
    new Array<number | null>(sizes[columnAxis] ?? 0).fill(null),
  )
  const points = sizes.reduce((count, size) => count * size, 1)
  const strideOf = (axis: number): number =>
    sizes.slice(axis + 1).reduce((count, size) => count * size, 1)
  const [rowStride, columnStride] = [strideOf(rowAxis), strideOf(columnAxis)]
  for (let index = 0; index < points; index++) {
    const value = valueAt(values, index)
    if (value === undefined || value === null) continue
    const cells = map[Math.floor(index / rowStride) % (sizes[rowAxis] as number)]
    const at = Math.floor(index / columnStride) % (sizes[columnAxis] as number)
    const known = cells?.[at] ?? null
    if (cells === undefined) continue
    if (known === null || (better === 'lower' ? value < known : value > known)) cells[at] = value
  }
  return map
}
