import type { Clock } from '../ports.ts'

/** A clock that shows what it was last told; tests and parity tell it the time of the chain. */
export interface SettableClock extends Clock {
  /** Unix seconds. */
  set(now: number): void
}

/** A clock whose sleepers wake when the time they wait for is set. */
export function settableClock(start: number): SettableClock {
  let now = start
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  return {
    now: () => now,
    set: (time) => {
      now = time
      for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake()
    },
    sleep: (seconds, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          until: now + seconds,
          wake: () => {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        sleepers.add(sleeper)
        if (signal?.aborted === true) sleeper.wake()
        signal?.addEventListener('abort', sleeper.wake, { once: true })
      }),
  }
}
