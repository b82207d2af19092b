import { formatDuration } from './format.ts'

/** One report of a long job. */
export interface ProgressReport {
  readonly phase: string
  readonly done: number
  /** Absent when the end is not known. */
  readonly total?: number | undefined
  /** What is at work just now; it may change without the time left starting over. */
  readonly detail?: string
}

/** Where progress goes and what the time is; injected so that it can be tested. */
export interface ProgressSink {
  readonly write: (text: string) => void
  readonly interactive: boolean
  readonly now: () => number
}

/** Nothing is shown before this many milliseconds: short jobs stay silent. */
const silentMs = 2000
const redrawMs = { interactive: 100, plain: 5000 } as const

/** Shows progress with the time left: one line redrawn on a terminal, a line now and then elsewhere. */
export function createProgress(sink: ProgressSink): {
  readonly report: (report: ProgressReport) => void
  readonly finish: () => void
} {
  const start = sink.now()
  let phase = ''
  let phaseStart = start
  let lastDraw = -Infinity
  let drawn = false
  const report = (next: ProgressReport): void => {
    const now = sink.now()
    if (next.phase !== phase) {
      phase = next.phase
      phaseStart = now
    }
    if (now - start < silentMs) return
    if (now - lastDraw < (sink.interactive ? redrawMs.interactive : redrawMs.plain)) return
    lastDraw = now
    drawn = true
    const text = describeProgress(next, (now - phaseStart) / 1000)
    sink.write(sink.interactive ? `\r\u001b[2K${text}` : `${text}\n`)
  }
  const finish = (): void => {
    if (drawn && sink.interactive) sink.write('\r\u001b[2K')
  }
  return { report, finish }
}

/** The text of one progress line. */
export function describeProgress(report: ProgressReport, elapsedSeconds: number): string {
  const { phase, done, total, detail } = report
  const what = detail === undefined ? '' : `: ${detail}`
  if (total === undefined || total <= 0) {
    return `${phase} ${done.toLocaleString('en-US')}${what}`
  }
  const share = Math.min(1, done / total)
  const left = share > 0 ? (elapsedSeconds * (1 - share)) / share : undefined
  const percent = `${Math.floor(share * 100)} %`.padStart(5)
  const eta = left === undefined ? '' : `, ${formatDuration(left)} left`
  return `${phase} ${percent} (${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}${eta})${what}`
}
