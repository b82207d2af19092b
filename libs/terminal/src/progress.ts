import type { EventOf } from './events/schema.ts'
import { formatDuration } from './format.ts'

/** One report of a long job. */
export interface ProgressReport {
  readonly phase: string
  readonly done: number
  /** Absent when the end is not known. */
  readonly total?: number | undefined
  /** What is at work just now; it may change without the time left starting over. */
  readonly detail?: string
  /** Where the job knows better than by its rate. */
  readonly secondsLeft?: number
}

/** Where progress goes and what the time is; injected so that it can be tested. */
export interface ProgressSink {
  readonly write: (text: string) => void
  readonly interactive: boolean
}

/** Nothing is shown before this many milliseconds: short jobs stay silent. */
const silentMs = 2000
const redrawMs = { interactive: 100, plain: 5000 } as const

/**
 * Shows the progress in a stream of events, with the time left: one line redrawn on a terminal, a line now
 * and then elsewhere.
 */
export function createProgress(sink: ProgressSink): {
  readonly show: (event: EventOf<'progress'>) => void
  /** Takes the line away, so that something else can be written. */
  readonly clear: () => void
} {
  let lastDraw = -Infinity
  let isDrawn = false
  const show = (event: EventOf<'progress'>): void => {
    if (event.t < silentMs) return
    if (event.t - lastDraw < (sink.interactive ? redrawMs.interactive : redrawMs.plain)) return
    lastDraw = event.t
    isDrawn = true
    const text = describeProgress(event)
    sink.write(sink.interactive ? `\r\u001b[2K${text}` : `${text}\n`)
  }
  const clear = (): void => {
    if (isDrawn && sink.interactive) sink.write('\r\u001b[2K')
    isDrawn = false
  }
  return { show, clear }
}

/** The text of one progress line. */
export function describeProgress(event: Omit<EventOf<'progress'>, 't' | 'type'>): string {
  const { phase, done, total, detail, secondsLeft } = event
  const what = detail === undefined ? '' : `: ${detail}`
  if (total === undefined) return `${phase} ${done.toLocaleString('en-US')}${what}`
  const percent = `${Math.floor(Math.min(1, done / total) * 100)} %`.padStart(5)
  const left = secondsLeft === undefined ? '' : `, ${formatDuration(secondsLeft)} left`
  return `${phase} ${percent} (${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}${left})${what}`
}
