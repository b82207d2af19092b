import type { Address } from 'viem'
import type { Guard } from '../ports.ts'
import { allowed, begins, refused, timeText, trades } from './answer.ts'

/**
 * Refuses everything while a file exists or somebody has stopped the keeper by a signal. Reveals too: who
 * pulls this wants nothing sent, and a missed reveal costs a known penalty.
 *
 * @param stopped whether a signal stopped it, and since when
 */
export function createKillSwitch(
  file: string,
  exists: (path: string) => boolean,
  stopped: () => number | undefined,
): Guard {
  return {
    name: 'kill switch',
    ask: () => {
      const since = stopped()
      if (since !== undefined) {
        const reason = `stopped by SIGUSR1 at ${timeText(since)}; until the next SIGUSR1`
        return refused('E_GUARD_STOPPED', reason)
      }
      if (!exists(file)) return allowed
      return refused('E_GUARD_STOPPED', `the file ${file} exists; until it is removed`)
    },
  }
}

/** Refuses commitments and trades while a vault is paused: the vault would refuse them itself. */
export function createPauseGuard(paused: (vault: Address) => Promise<boolean>): Guard {
  return {
    name: 'vault pause',
    ask: async (question) => {
      if (question.job !== 'commit' && !trades(question)) return allowed
      if (!(await paused(question.vault))) return allowed
      return refused('E_GUARD_PAUSED', 'the vault is paused; until its timelock opens it')
    },
  }
}

/**
 * Refuses to begin anything while this clock and the chain's are apart: decisions are about the epoch that
 * the clock says it is.
 *
 * @param head the latest block known
 */
export function createClockGuard(
  limits: { readonly maxClockSkewSeconds: number; readonly maxHeadAgeSeconds: number },
  head: () => { readonly timestamp: number } | undefined,
): Guard {
  return {
    name: 'clock',
    ask: (question) => {
      const timestamp = head()?.timestamp
      if (timestamp === undefined || !begins(question)) return allowed
      const age = question.now - timestamp
      if (-age > limits.maxClockSkewSeconds) {
        const reason = `the latest block lies ${-age} s in the future of this clock; until the clock is right`
        return refused('E_GUARD_CLOCK', reason)
      }
      if (age <= limits.maxHeadAgeSeconds) return allowed
      const reason = `the latest block is ${age} s old; until a newer one is seen or the clock is right`
      return refused('E_GUARD_CLOCK', reason)
    },
  }
}

/** A guard that is told what happens. */
export interface CircuitBreaker extends Guard {
  /** A transaction succeeded. */
  succeeded(): void
  /** A transaction reverted or a tick failed, at that time. */
  failed(at: number): void
  /** Unix second at which it closes again; `undefined` while it is closed. */
  openUntil(now: number): number | undefined
}

/** Failures in a row, and until when nothing is begun for them. */
export interface BreakerState {
  readonly failures: number
  /** Unix seconds; 0 while it is closed. */
  readonly opensUntil: number
}

/** Where a breaker's state outlives its process; a journal is one. */
export interface BreakerMemory {
  breaker(): BreakerState | undefined
  noteBreaker(state: BreakerState): void
}

/**
 * Refuses to begin anything for a while after some failures in a row; then one more failure is enough
 * until something succeeds. A process that dies of its failures and is started again goes on counting.
 */
export function createCircuitBreaker(
  maxFailures: number,
  breakSeconds: number,
  memory?: BreakerMemory,
): CircuitBreaker {
  let { failures, opensUntil } = memory?.breaker() ?? { failures: 0, opensUntil: 0 }
  const openUntil = (now: number): number | undefined => (now < opensUntil ? opensUntil : undefined)
  const note = (): void => memory?.noteBreaker({ failures, opensUntil })
  return {
    name: 'circuit breaker',
    ask: (question) => {
      const until = openUntil(question.now)
      if (until === undefined || !begins(question)) return allowed
      return refused('E_GUARD_FAILURES', `${failures} failures in a row`, until)
    },
    succeeded: () => {
      if (failures === 0 && opensUntil === 0) return
      failures = 0
      opensUntil = 0
      note()
    },
    failed: (at) => {
      failures += 1
      if (failures >= maxFailures) opensUntil = at + breakSeconds
      note()
    },
    openUntil,
  }
}
