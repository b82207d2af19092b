import type { CircuitBreaker } from '../guards/stops.ts'
import type { Listener } from '../ports.ts'

/**
 * A listener that tells a circuit breaker: a transaction that reverts is a failure, one that does not ends a
 * row of them.
 *
 * @param now Unix seconds
 */
export function createBreakerListener(breaker: CircuitBreaker, now: () => number): Listener {
  return (event) => {
    if (event.kind !== 'mined') return
    if (event.reverted) breaker.failed(now())
    else breaker.succeeded()
  }
}
