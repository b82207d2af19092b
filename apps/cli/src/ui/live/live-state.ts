import type { CommandEvent } from '@tickwise/terminal'
import { afterEnd, isOngoing, type JobState } from './job-state.ts'
import { newRun, runAfter, type RunState } from './run-state.ts'
import { newSweep, sweepAfter, type SweepState } from './sweep-state.ts'

/** A command as its events tell it: a sweep, or a run and everything else that has no grid. */
export type LiveState =
  | { readonly kind: 'run'; readonly state: RunState }
  | { readonly kind: 'sweep'; readonly state: SweepState }

/** A command of which nothing is known yet. */
export const newLive: LiveState = { kind: 'run', state: newRun }

/** The command after one more event; its first event says what it is. */
export function liveAfter(live: LiveState, event: CommandEvent): LiveState {
  if (event.type === 'started') {
    return event.command === 'sweep'
      ? { kind: 'sweep', state: sweepAfter(newSweep, event) }
      : { kind: 'run', state: runAfter(newRun, event) }
  }
  return live.kind === 'run'
    ? { kind: 'run', state: runAfter(live.state, event) }
    : { kind: 'sweep', state: sweepAfter(live.state, event) }
}

/** The command when no more events come. */
export function liveEnded(live: LiveState): LiveState {
  return live.kind === 'run'
    ? { kind: 'run', state: { ...live.state, job: afterEnd(live.state.job) } }
    : { kind: 'sweep', state: { ...live.state, job: afterEnd(live.state.job) } }
}

/** How the command ended, in a sentence. */
export function outcomeOf({ kind, state }: LiveState): string {
  const { job } = state
  if (isOngoing(job)) return 'goes on'
  if (job.status === 'failed') return job.error?.message ?? 'failed'
  if (job.status === 'cut') return 'its stream was cut off'
  const kept = keptOf(kind === 'sweep' ? state : undefined, job)
  return job.status === 'stopped' ? `stopped; ${kept}` : kept
}

function keptOf(sweep: SweepState | undefined, job: JobState): string {
  if (sweep === undefined) return job.status === 'done' ? 'done' : 'it left nothing half-done'
  const { done, recorded, failed } = sweep.counts
  return `${done + recorded} runs are there${failed === 0 ? '' : `, ${failed} failed`}`
}
