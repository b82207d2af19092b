import { RpcFailure, type JsonRpc } from '@tickwise/market'
import type { BlockHeader, EndpointHealth } from './keeper-rpc.ts'

/** One URL with what has been learnt about it. */
export interface Endpoint {
  readonly label: string
  readonly rpc: JsonRpc
  /** Failures in a row. */
  failures: number
  /** Milliseconds of the clock before which it is not asked. */
  pausedUntil: number
  /** Whether it has said that it is of our chain since it last failed. */
  chainKnown: boolean
  /** Why it is left out until the next look at the heads. */
  setAside: string | undefined
  /** The head it reported last. */
  head: BlockHeader | undefined
}

const backOffMs = { first: 500, longest: 30_000 }
const foreignPauseMs = 60_000

/** Notes a failure: the endpoint rests, longer each time, with jitter. */
export function noteFailure(
  endpoint: Endpoint,
  failure: RpcFailure,
  io: { readonly now: () => number; readonly random: () => number },
): void {
  endpoint.failures += 1
  endpoint.chainKnown = false
  const doubled = Math.min(backOffMs.longest, backOffMs.first * 2 ** (endpoint.failures - 1))
  const jittered = doubled * (0.5 + io.random() / 2)
  const wait = failure.kind === 'refused' ? foreignPauseMs : jittered
  endpoint.pausedUntil = io.now() + Math.max(wait, failure.retryAfterMs ?? 0)
  endpoint.setAside = failure.message
}

/** Notes an answer. */
export function noteAnswer(endpoint: Endpoint): void {
  endpoint.failures = 0
  endpoint.pausedUntil = 0
}

/** Leaves an endpoint of another chain alone for a while. */
export function noteForeign(endpoint: Endpoint, chain: number, now: number): void {
  endpoint.setAside = `it is on chain ${chain}`
  endpoint.pausedUntil = now + foreignPauseMs
}

/** How an endpoint does, for status and metrics. */
export function healthOf({ label, setAside }: Endpoint): EndpointHealth {
  return setAside === undefined
    ? { label, healthy: true }
    : { label, healthy: false, reason: setAside }
}

/** A block header of a node's answer; `undefined` where the node has no such block. */
export function parseHeader(answer: unknown): BlockHeader | undefined {
  if (answer === null || answer === undefined) return undefined
  const block = answer as Readonly<Record<string, unknown>>
  const { hash } = block
  if (typeof hash !== 'string' || typeof block['number'] !== 'string') {
    throw new RpcFailure('unavailable', 'an answer that cannot be right: a block without a hash')
  }
  return {
    number: BigInt(block['number']),
    hash: hash.toLowerCase() as `0x${string}`,
    timestamp: Number(block['timestamp']),
    baseFeePerGas: BigInt(String(block['baseFeePerGas'] ?? '0x0')),
  }
}

/** `0x…` of a block number, as JSON-RPC writes it. */
export function quantity(block: bigint): `0x${string}` {
  return `0x${block.toString(16)}`
}
