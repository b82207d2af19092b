/** How fast a record is played: times the speed at which it was made. */
const speeds = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64] as const

const usual = speeds.indexOf(1)

/** Where nothing happened for longer, a replay goes on after this, milliseconds at any speed. */
const longestWaitMs = 500

/** Timers are no finer than this, milliseconds: what is nearer is told at once. */
const finestMs = 4

/** What a pace needs of the world; what ends the waiting is the caller's. */
export interface PaceClock {
  /** Milliseconds. */
  readonly now: () => number
  /** Calls back after a time. @returns takes it back */
  readonly later: (milliseconds: number, work: () => void) => () => void
}

const realClock: PaceClock = {
  now: () => performance.now(),
  later: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** How fast a record is played, to be changed while it is. */
export interface ReplayPace {
  readonly isPaused: () => boolean
  /** Whether it is not that of the record. */
  readonly isChanged: () => boolean
  /** `1×`, `1/4×`. */
  readonly speedText: () => string
  readonly faster: () => void
  readonly slower: () => void
  readonly pause: () => void
  /** Whether there is a faster or slower one. */
  readonly can: (step: 1 | -1) => boolean
  /** As fast, from the begin of the record. */
  readonly anew: () => ReplayPace
  /** Calls back after each change. */
  readonly onChange: (listener: () => void) => void
  /**
   * Waits until a moment of the record has come; longer while it is paused. Ends at once when the signal is
   * aborted.
   *
   * @param at milliseconds since the record began
   */
  readonly until: (at: number, signal: AbortSignal) => Promise<void>
}

/**
 * A pace, by default that of the record. A change holds at once, also for what is being waited for.
 *
 * @example
 * const pace = createReplayPace()
 * pace.slower()
 * pace.speedText() // '1/2×'
 */
export function createReplayPace(clock: PaceClock = realClock, start: number = usual): ReplayPace {
  const { now, later } = clock
  let place = start
  let isPaused = false
  /** A moment of the record, and when it was. */
  let anchor = { record: 0, real: now() }
  const listeners = new Set<() => void>()
  const speed = (): number => (isPaused ? 0 : (speeds[place] ?? 1))
  const position = (): number => anchor.record + (now() - anchor.real) * speed()
  const change = (apply: () => void): void => {
    anchor = { record: position(), real: now() }
    apply()
    for (const listener of [...listeners]) listener()
  }
  const step = (by: 1 | -1) => (): void =>
    change(() => (place = Math.max(0, Math.min(speeds.length - 1, place + by))))
  const until = async (at: number, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const ahead = at - position()
      const wait = isPaused ? Infinity : ahead / speed()
      if (!isPaused && wait < finestMs) return
      const isOver = await waited(Math.min(wait, longestWaitMs), signal)
      // What was cut short is where the record goes on from.
      if (isOver && !isPaused && wait > longestWaitMs) anchor = { record: at, real: now() }
    }
  }
  /** Resolves after a time, unless it is paused; with `false` when something has changed before. */
  const waited = (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (isOver: boolean) => (): void => {
        cancel()
        listeners.delete(changed)
        signal.removeEventListener('abort', changed)
        resolve(isOver)
      }
      const changed = end(false)
      const cancel = isPaused ? () => undefined : later(milliseconds, end(true))
      listeners.add(changed)
      signal.addEventListener('abort', changed, { once: true })
    })
  return {
    isPaused: () => isPaused,
    isChanged: () => isPaused || place !== usual,
    speedText: () => textOf(speeds[place] ?? 1),
    faster: step(1),
    slower: step(-1),
    pause: () => change(() => (isPaused = !isPaused)),
    can: (by) => place + by >= 0 && place + by < speeds.length,
    anew: () => createReplayPace(clock, place),
    onChange: (listener) => void listeners.add(listener),
    until,
  }
}

const textOf = (speed: number): string => (speed < 1 ? `1/${1 / speed}×` : `${speed}×`)
