import { createTask } from 'node-cron'
import type { Clock } from '../ports.ts'

/** Runs that are looked at to find the longest pause of a cron expression. */
const runsLookedAt = 32

/**
 * The longest pause between two wake-ups of a schedule in UTC, seconds; what "two periods" are made of.
 *
 * @example
 * await periodOfCron('* * * * *') // 60
 */
export async function periodOfCron(expression: string): Promise<number> {
  const task = createTask(expression, () => undefined, { timezone: 'Etc/UTC' })
  const runs = task.getNextRuns(runsLookedAt).map((run) => run.getTime() / 1000)
  await task.destroy()
  const pauses = runs.slice(1).map((run, i) => run - (runs[i] ?? run))
  return Math.max(1, ...pauses)
}

/** Wakes a keeper. */
export interface Waker {
  /**
   * Looks at the chain, unless the wake-up was due too long ago (the process was suspended: everything it
   * missed would come at once, and none of it is news) or the last look still goes on.
   *
   * @param dueAt Unix second for which the wake-up was scheduled
   */
  wake(dueAt: number): Promise<void>
}

/**
 * @param on.skipped hears of wake-ups that were not followed
 */
export function createWaker(on: {
  readonly clock: Clock
  readonly periodSeconds: number
  readonly tick: () => Promise<void>
  readonly skipped: (reason: 'stale' | 'busy', lateSeconds: number) => void
}): Waker {
  const toleranceSeconds = Math.min(30, on.periodSeconds / 2)
  let busy = false
  return {
    wake: async (dueAt) => {
      const late = on.clock.now() - dueAt
      if (late > toleranceSeconds) return on.skipped('stale', late)
      if (busy) return on.skipped('busy', late)
      busy = true
      try {
        await on.tick()
      } finally {
        busy = false
      }
    },
  }
}
