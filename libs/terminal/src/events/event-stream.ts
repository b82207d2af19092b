import type { ProgressReport } from '../progress.ts'
import type { CommandEvent, EventBody, EventOf } from './schema.ts'

/** Somebody who is told of every event. */
export type EventConsumer = (event: CommandEvent) => void

/** Where a command puts its events. */
export interface EventStream {
  readonly emit: (event: EventBody) => void
  /** Puts a report of progress with its rate and the time left. */
  readonly progress: (report: ProgressReport) => void
}

/**
 * Gives every event its time and hands it to the consumer. The rate of a phase counts from its first report,
 * what was done by then not included.
 *
 * @param now milliseconds, of any origin
 * @example
 * const stream = createEventStream(consume, () => performance.now())
 * stream.progress({ phase: 'reading', done: 1, total: 2 })
 */
export function createEventStream(consume: EventConsumer, now: () => number): EventStream {
  const start = now()
  const elapsed = (): number => Math.max(0, Math.round(now() - start))
  const emit = (event: EventBody): void => consume({ ...event, t: elapsed() })
  let phase: { readonly name: string; readonly start: number; readonly done: number } | undefined
  const progress = (report: ProgressReport): void => {
    const time = now()
    if (phase?.name !== report.phase) {
      phase = { name: report.phase, start: time, done: report.done }
    }
    const seconds = (time - phase.start) / 1000
    emit(progressEvent(report, report.done - phase.done, seconds))
  }
  return { emit, progress }
}

function progressEvent(
  { phase, done, total, detail, secondsLeft }: ProgressReport,
  advance: number,
  seconds: number,
): Omit<EventOf<'progress'>, 't'> {
  const rate = seconds > 0 && advance > 0 ? advance / seconds : undefined
  const known = total !== undefined && total > 0 ? total : undefined
  const left =
    secondsLeft ??
    (rate === undefined || known === undefined ? undefined : Math.max(0, known - done) / rate)
  return {
    type: 'progress',
    phase,
    done,
    ...(known === undefined ? {} : { total: known }),
    ...(rate === undefined ? {} : { rate: rounded(rate) }),
    ...(left === undefined ? {} : { secondsLeft: rounded(left) }),
    ...(detail === undefined ? {} : { detail }),
  }
}

/** Three digits: a reader needs no more, and a recorded stream stays short. */
const rounded = (value: number): number => Number(value.toPrecision(3))
