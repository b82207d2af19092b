import { formatDuration } from '@tickwise/terminal'
import type { JobState } from '../../live/job-state.ts'
import type { Progress } from '../../live/run-progress.ts'
import type { UiLook } from '../../look.ts'
import { visibleLength } from '../../text/cut.ts'

/** How a command stands, in one line: what it does and how far it is, or how it ended. */
export function progressLine(
  { status, elapsed, error }: JobState,
  progress: Progress,
  columns: number,
  look: UiLook,
): string {
  const { style } = look
  const took = formatDuration(elapsed / 1000)
  switch (status) {
    case 'starting':
      return style('dim', 'starting')
    case 'running':
      return runningLine(progress, took, columns, look)
    case 'done':
      return `${style('green', 'done')} in ${took}`
    case 'stopped':
      return `${style('yellow', 'stopped')} after ${took}, what it had is kept`
    case 'cut':
      return `${style('yellow', 'cut off')} after ${took}`
    case 'failed':
      return `${style('red', 'failed')} after ${took}: ${error?.message ?? 'no reason was given'}`
  }
}

/** Widest bar. */
const widest = 40

function runningLine(
  { what, share, secondsLeft, pace }: Progress,
  took: string,
  columns: number,
  look: UiLook,
): string {
  if (share === undefined) return `${what}, ${took} so far`
  const percent = `${Math.floor(share * 100)} %`
  const left = secondsLeft === undefined ? undefined : `${formatDuration(secondsLeft)} left`
  const facts = [left, pace, `${took} so far`].filter((fact) => fact !== undefined)
  // What does not fit is left out from the end; the bar shrinks first.
  for (let count = facts.length; count >= 0; count--) {
    const text = [`${what} ${percent}`, ...facts.slice(0, count)].join(', ')
    const room = columns - visibleLength(text) - 1
    if (room >= 8 || (count === 0 && room >= 3))
      return `${progressBar(share, Math.min(widest, room), look)} ${text}`
  }
  return `${what} ${percent}`
}

/** A bar that is filled from the left, in eighths of a column where there are characters for it. */
export function progressBar(share: number, columns: number, { unicode, style }: UiLook): string {
  const full = Math.floor(share * columns + 1e-9)
  if (!unicode) return `${'#'.repeat(full)}${'.'.repeat(columns - full)}`
  const rest = Math.floor((share * columns - full) * 8)
  const edge = full < columns && rest > 0 ? ('▏▎▍▌▋▊▉'[rest - 1] ?? '') : ''
  const empty = columns - full - edge.length
  return style('green', '█'.repeat(full) + edge) + style('dim', '·'.repeat(empty))
}
