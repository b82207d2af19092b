import type { Clock } from '../ports.ts'

/** A clock that stands still until it is turned. */
export interface TurnedClock extends Clock {
  /** Goes on by that many seconds, waking whoever sleeps at their time. */
  turn(seconds: number): Promise<void>
  /** Jumps, as a machine that was suspended: whoever slept wakes only then. */
  jump(seconds: number): Promise<void>
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

/** A clock for tests; sleeps end when it is turned past them. */
export function createTurnedClock(start = 1_700_000_000): TurnedClock {
  let now = start
  let sleepers: Sleeper[] = []
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve()
  }
  const wakeDue = async (): Promise<void> => {
    const due = sleepers.filter(({ until }) => until <= now)
    sleepers = sleepers.filter(({ until }) => until > now)
    for (const { wake } of due) wake()
    await settle()
  }
  return {
    now: () => now,
    sleep: (seconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const wake = (): void => {
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        signal?.addEventListener('abort', wake, { once: true })
        sleepers.push({ until: now + seconds, wake })
      }),
    turn: async (seconds) => {
      await settle()
      const end = now + seconds
      for (;;) {
        const next = Math.min(...sleepers.map(({ until }) => until))
        if (next > end) break
        now = Math.max(now, next)
        await wakeDue()
      }
      now = end
      await wakeDue()
    },
    jump: async (seconds) => {
      now += seconds
      await wakeDue()
    },
  }
}
