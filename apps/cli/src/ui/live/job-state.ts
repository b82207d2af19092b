import type { CommandEvent, EventOf } from '@tickwise/terminal'
import { appended, emptyTail, type Tail } from './tail.ts'

/**
 * Where a command is: `stopped` by its user (what it has is kept), `failed` with an error, or `cut`: its
 * stream ended without a last event.
 */
export type JobStatus = 'starting' | 'running' | 'done' | 'stopped' | 'failed' | 'cut'

/** What every stream of events tells, whatever the command. */
export interface JobState {
  readonly status: JobStatus
  /** Such as `backtest`; empty before the first event. */
  readonly command: string
  readonly arguments: readonly string[]
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Milliseconds from the command's start to its last event. */
  readonly elapsed: number
  readonly progress: EventOf<'progress'> | undefined
  readonly notes: Tail<string>
  readonly warnings: Tail<string>
  readonly error: EventOf<'error'>['error'] | undefined
  /** Of a command that came to its end. */
  readonly exitCode: number | undefined
}

const keptTexts = 50

/** A command of which nothing is known yet. */
export const newJob: JobState = {
  status: 'starting',
  command: '',
  arguments: [],
  startedAt: '',
  elapsed: 0,
  progress: undefined,
  notes: emptyTail,
  warnings: emptyTail,
  error: undefined,
  exitCode: undefined,
}

/** The state after one more event. */
export function afterEvent(job: JobState, event: CommandEvent): JobState {
  const state = { ...job, elapsed: Math.max(job.elapsed, event.t) }
  switch (event.type) {
    case 'started': {
      const { command, at } = event
      return { ...state, status: 'running', command, arguments: event.arguments, startedAt: at }
    }
    case 'progress':
      return { ...state, progress: event }
    case 'note':
      return { ...state, notes: appended(state.notes, event.text, keptTexts) }
    case 'warning':
      return { ...state, warnings: appended(state.warnings, event.text, keptTexts) }
    case 'result':
      return {
        ...state,
        status: event.exitCode === 2 ? 'stopped' : 'done',
        exitCode: event.exitCode,
      }
    case 'error': {
      const { error } = event
      const { exitCode } = error
      return { ...state, status: exitCode === 2 ? 'stopped' : 'failed', error, exitCode }
    }
    case 'run':
    case 'grid':
    case 'equity':
    case 'decision':
    case 'action':
    case 'trial':
      return state
  }
}

/** Whether more events may come. */
export function isOngoing({ status }: JobState): boolean {
  return status === 'starting' || status === 'running'
}

/** The state when the stream has ended: one that did not tell how was cut off. */
export function afterEnd(job: JobState): JobState {
  return isOngoing(job) ? { ...job, status: 'cut' } : job
}
