import { formatEther } from 'viem'

/** What health is computed from. Times are Unix seconds. */
export interface HealthFacts {
  readonly now: number
  readonly startedAt: number
  readonly periodSeconds: number
  /** Timestamp of the latest block; `undefined` before one was seen. */
  readonly headAt: number | undefined
  /** End of the last tick that was not stopped, the oldest of the vaults'. */
  readonly lastSuccessAt: number | undefined
  /** First send of the oldest transaction that is not final. */
  readonly oldestInFlightAt: number | undefined
  readonly balanceWei: bigint | undefined
  readonly minBalanceWei: bigint
  readonly maxHeadAgeSeconds: number
  /** Vaults whose lease another process holds. */
  readonly standby: readonly string[]
  /** Why nothing is sent: kill switch, circuit breaker. */
  readonly stops: readonly string[]
}

/** Something that is wrong. */
export interface HealthReason {
  readonly code: 'head' | 'tick' | 'pending' | 'balance' | 'stopped' | 'lease'
  readonly message: string
}

/** What `/healthz` and `/readyz` answer. */
export interface Health {
  /** False: a person or a supervisor has to do something. */
  readonly healthy: boolean
  /** Whether this process acts: it is healthy, has looked at the chain once, and holds its leases. */
  readonly ready: boolean
  readonly reasons: readonly HealthReason[]
}

/** Transactions that are older than this are stuck. */
const stuckSeconds = 900

/**
 * Health from facts. A process that has just started has two periods to show itself; one that stands by for
 * another is healthy, and not ready.
 *
 * @example
 * assessHealth(facts).healthy
 */
export function assessHealth(facts: HealthFacts): Health {
  const broken = [...headReasons(facts), ...tickReasons(facts), ...moneyReasons(facts)]
  const stopped = facts.stops.map((message) => ({ code: 'stopped', message }) as const)
  const standby = facts.standby.map((vault) => {
    return { code: 'lease', message: `another process keeps ${vault}` } as const
  })
  const healthy = broken.length === 0 && stopped.length === 0
  return {
    healthy,
    ready: healthy && standby.length === 0 && facts.lastSuccessAt !== undefined,
    reasons: [...broken, ...stopped, ...standby],
  }
}

/** Two periods from the start on nothing is missed yet. */
function starting({ now, startedAt, periodSeconds }: HealthFacts): boolean {
  return now - startedAt <= 2 * periodSeconds
}

function headReasons(facts: HealthFacts): readonly HealthReason[] {
  const { headAt, now, maxHeadAgeSeconds } = facts
  if (headAt === undefined) {
    return starting(facts) ? [] : [{ code: 'head', message: 'no block was seen yet' }]
  }
  if (now - headAt <= maxHeadAgeSeconds) return []
  return [{ code: 'head', message: `the latest block is ${now - headAt} s old` }]
}

function tickReasons(facts: HealthFacts): readonly HealthReason[] {
  const { lastSuccessAt, oldestInFlightAt, now, periodSeconds } = facts
  const since = now - (lastSuccessAt ?? facts.startedAt)
  const reasons: HealthReason[] = []
  if (since > 2 * periodSeconds) {
    reasons.push({ code: 'tick', message: `no tick has succeeded for ${since} s` })
  }
  if (oldestInFlightAt !== undefined && now - oldestInFlightAt > stuckSeconds) {
    const age = now - oldestInFlightAt
    reasons.push({ code: 'pending', message: `a transaction is not final after ${age} s` })
  }
  return reasons
}

function moneyReasons({ balanceWei, minBalanceWei }: HealthFacts): readonly HealthReason[] {
  if (balanceWei === undefined || balanceWei >= minBalanceWei) return []
  const message = `the balance is ${formatEther(balanceWei)}, below ${formatEther(minBalanceWei)}`
  return [{ code: 'balance', message }]
}
