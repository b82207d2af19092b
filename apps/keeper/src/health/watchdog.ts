import type { Clock } from '../ports.ts'

/** Notices from outside that the keeper stands still: no cron, no tick and no promise has to be right. */
export interface Watchdog {
  /** A tick ended, whatever came of it. */
  ticked(): void
  readonly stalled: boolean
  /** Looks every quarter of a period until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
}

/**
 * A watchdog that speaks up when no tick has ended within two periods, once, and again when one has.
 *
 * @param on.stalled seconds since the last tick ended
 * @example
 * void createWatchdog({ clock, periodSeconds: 60, stalled, recovered }).run(signal)
 */
export function createWatchdog(on: {
  readonly clock: Clock
  readonly periodSeconds: number
  readonly stalled: (seconds: number) => void
  readonly recovered: () => void
}): Watchdog {
  const { clock, periodSeconds } = on
  let last = clock.now()
  let stalled = false
  const look = (): void => {
    const silent = clock.now() - last
    const nowStalled = silent > 2 * periodSeconds
    if (nowStalled && !stalled) on.stalled(silent)
    if (!nowStalled && stalled) on.recovered()
    stalled = nowStalled
  }
  return {
    ticked: () => {
      last = clock.now()
      look()
    },
    get stalled() {
      return stalled
    },
    run: async (signal) => {
      while (!signal.aborted) {
        await clock.sleep(Math.max(1, Math.floor(periodSeconds / 4)), signal)
        if (!signal.aborted) look()
      }
    },
  }
}
