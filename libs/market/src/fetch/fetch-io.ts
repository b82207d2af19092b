/** The world outside, as arguments: a test replaces the clock and the random source. */
export interface FetchIo {
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds; only differences matter. */
  readonly now: () => number
  /** Uniform in [0, 1): jitter of back-offs. */
  readonly random: () => number
  /** Resolves after `milliseconds`, or as soon as the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/** The real network, clock and random source. */
export const systemIo: FetchIo = {
  fetch: (input, init) => globalThis.fetch(input, init),
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const wake = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      signal?.addEventListener('abort', wake)
    }),
}
