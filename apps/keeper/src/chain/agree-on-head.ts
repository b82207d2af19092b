import { RetryableError } from '@tickwise/amm'
import type { Endpoint } from './endpoint.ts'
import type { BlockHeader } from './keeper-rpc.ts'

/** How many of so many must say the same. */
export function quorumOf(count: number): number {
  return Math.floor(count / 2) + 1
}

/** Marks endpoints whose head cannot be right, by the clock. Those that are left. */
export function refuseImpossibleHeads(
  answered: readonly Endpoint[],
  now: number,
  limits: { readonly skewSeconds: number; readonly lagSeconds: number },
): readonly Endpoint[] {
  const timeOf = ({ head }: Endpoint): number => head?.timestamp ?? 0
  const present = answered.filter((endpoint) => timeOf(endpoint) <= now + limits.skewSeconds)
  if (present.length === 0 && answered.length > 0) {
    const ahead = Math.min(...answered.map(timeOf)) - now
    throw new RetryableError('E_CLOCK_SKEW', `blocks lie ${ahead} s in the future of the clock`, {
      hint: 'set the clock by NTP',
      facts: { aheadSeconds: ahead, now },
    })
  }
  const newest = Math.max(...present.map(timeOf))
  for (const endpoint of answered) {
    const time = timeOf(endpoint)
    if (time > now + limits.skewSeconds) endpoint.setAside = 'its head lies in the future'
    else if (time < newest && now - time > limits.lagSeconds) endpoint.setAside = 'it lags'
  }
  return present.filter(({ setAside }) => setAside === undefined)
}

/** The block that a majority has reached. */
export function commonNumber(endpoints: readonly Endpoint[]): bigint {
  const numbers = endpoints.map(({ head }) => head?.number ?? 0n)
  numbers.sort((a, b) => (a < b ? 1 : -1))
  return numbers[quorumOf(numbers.length) - 1] ?? 0n
}

/**
 * Marks endpoints that have another block at a height than the majority; those that are left.
 *
 * @throws RetryableError `E_RPC_DISAGREE`
 */
export function refuseMinority(
  headers: ReadonlyMap<Endpoint, BlockHeader>,
  height: bigint,
): readonly Endpoint[] {
  const votes = new Map<string, Endpoint[]>()
  for (const [endpoint, { hash }] of headers) {
    votes.set(hash, [...(votes.get(hash) ?? []), endpoint])
  }
  const best = [...votes.values()].sort((a, b) => b.length - a.length)[0] ?? []
  if (best.length < quorumOf(headers.size)) {
    throw new RetryableError('E_RPC_DISAGREE', `the endpoints disagree about block ${height}`, {
      hint: 'one of them is on another fork or lies: add an endpoint, or take the wrong one out',
      facts: Object.fromEntries([...headers].map(([{ label }, { hash }]) => [label, hash])),
    })
  }
  for (const endpoint of headers.keys()) {
    if (!best.includes(endpoint)) endpoint.setAside = `its block ${height} is another one`
  }
  return best
}
