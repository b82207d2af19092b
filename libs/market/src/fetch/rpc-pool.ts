import { RetryableError, UserError } from '@tickwise/amm'
import type { FetchIo } from './fetch-io.ts'
import { createJsonRpc, throwIfCancelled } from './json-rpc.ts'
import type { JsonRpc, RpcCall } from './json-rpc.ts'
import { RpcFailure } from './rpc-failure.ts'

/** One RPC URL with what has been learnt about it. */
export interface Endpoint {
  /** Host of the URL: URLs carry keys, so they are never shown. */
  readonly label: string
  readonly rpc: JsonRpc
  /** Failures in a row. */
  /** Pieces of work that failed since the last one that was finished. */
  failures: number
  /** Attempts of the request in hand that got no answer. */
  outages: number
  /** Not before this time of the clock. */
  pausedUntil: number
  /** Why it is no longer asked. */
  dropped: string | undefined
  /** Calls it takes in one HTTP request. */
  batchSize: number
  /** It has refused more than this. */
  batchCeiling: number
}

/** All endpoints, in the order of the user's trust, and the manners of talking to them. */
export interface RpcPool {
  readonly endpoints: readonly Endpoint[]
  readonly io: FetchIo
  /** Failures in a row after which an endpoint is left. */
  readonly maxFailures: number
  /** First and longest back-off, in milliseconds. */
  readonly backOffMs: { readonly first: number; readonly longest: number }
  readonly signal: AbortSignal | undefined
  readonly onNotice: (text: string) => void
}

export interface RpcPoolOptions {
  readonly io: FetchIo
  readonly timeoutMs: number
  readonly maxFailures: number
  readonly backOffMs: { readonly first: number; readonly longest: number }
  readonly signal?: AbortSignal | undefined
  readonly onNotice?: ((text: string) => void) | undefined
}

/** Errors: `E_RPC_URL` when a URL cannot be used, or there is none. */
export function createRpcPool(urls: readonly string[], options: RpcPoolOptions): RpcPool {
  if (urls.length === 0) {
    throw new UserError('E_RPC_URL', 'no RPC URL was given', { hint: 'pass --rpc https://…' })
  }
  const hosts = urls.map(hostOf)
  const endpoints = urls.map((url, i) => ({
    label: labelOf(hosts, i),
    rpc: createJsonRpc(url, options.io, options.timeoutMs),
    failures: 0,
    outages: 0,
    pausedUntil: 0,
    dropped: undefined,
    batchSize: largestBatch,
    batchCeiling: largestBatch,
  }))
  const { io, maxFailures, backOffMs, signal } = options
  return {
    endpoints,
    io,
    maxFailures,
    backOffMs,
    signal,
    onNotice: options.onNotice ?? (() => undefined),
  }
}

function hostOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return parsed.host
  throw new UserError('E_RPC_URL', 'an RPC URL is not an http(s) address', {
    hint: 'give URLs such as https://eth.example.org/v1/<key>',
  })
}

function labelOf(hosts: readonly string[], index: number): string {
  const host = hosts[index] ?? ''
  const before = hosts.slice(0, index).filter((other) => other === host).length
  return before === 0 ? host : `${host} #${before + 1}`
}

/** Endpoints still in use, those that are not pausing first, in the order of trust. */
export function livingEndpoints(pool: RpcPool): readonly Endpoint[] {
  const living = pool.endpoints.filter(({ dropped }) => dropped === undefined)
  const now = pool.io.now()
  const pausing = (endpoint: Endpoint): boolean => endpoint.pausedUntil > now
  return [...living.filter((e) => !pausing(e)), ...living.filter(pausing)]
}

/** Leaves an endpoint for the rest of the run. */
export function dropEndpoint(pool: RpcPool, endpoint: Endpoint, reason: string): void {
  if (endpoint.dropped !== undefined) return
  endpoint.dropped = reason
  pool.onNotice(`${endpoint.label} is no longer used: ${reason}`)
}

/** Notes work that failed: pauses the endpoint with exponential back-off and jitter, or leaves it. */
export function noteFailure(pool: RpcPool, endpoint: Endpoint, failure: RpcFailure): void {
  count(pool, endpoint, failure, 'failures')
}

function count(
  pool: RpcPool,
  endpoint: Endpoint,
  failure: RpcFailure,
  counter: 'failures' | 'outages',
): void {
  const now = pool.io.now()
  const asked = failure.retryAfterMs ?? 0
  if (endpoint.pausedUntil > now && failure.kind !== 'refused') {
    // Requests under way together fail together: that is one failure.
    endpoint.pausedUntil = Math.max(endpoint.pausedUntil, now + asked)
    return
  }
  endpoint[counter] += 1
  if (failure.kind === 'refused') return dropEndpoint(pool, endpoint, failure.message)
  const total = endpoint.failures + endpoint.outages
  if (total >= pool.maxFailures) {
    return dropEndpoint(pool, endpoint, `${total} failures in a row, the last: ${failure.message}`)
  }
  const { first, longest } = pool.backOffMs
  const doubled = Math.min(longest, first * 2 ** (total - 1))
  const jittered = doubled * (0.5 + pool.io.random() / 2)
  endpoint.pausedUntil = now + Math.max(jittered, asked)
}

/** Notes work that was finished. */
export function noteSuccess(endpoint: Endpoint): void {
  endpoint.failures = 0
  endpoint.outages = 0
}

/** Waits until the endpoint may be asked again. Errors: CancelledError. */
export async function awaitPause(pool: RpcPool, endpoint: Endpoint): Promise<void> {
  const wait = endpoint.pausedUntil - pool.io.now()
  if (wait > 0) await pool.io.sleep(wait, pool.signal)
  throwIfCancelled(pool.signal)
}

/** Attempts of one request before the work it belongs to is given up. */
const attemptsInPlace = 3

/**
 * Asks one endpoint, some times if it is only busy or out of breath. An answer excuses the attempts before
 * it, or work of many requests would use up the patience with an endpoint that stumbles now and then.
 * Errors: {@link RpcFailure}, CancelledError.
 */
export async function askPatiently<T>(
  pool: RpcPool,
  endpoint: Endpoint,
  ask: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await awaitPause(pool, endpoint)
    try {
      const answer = await ask()
      endpoint.outages = 0
      return answer
    } catch (cause) {
      if (!(cause instanceof RpcFailure)) throw cause
      const passing = cause.kind === 'rate' || cause.kind === 'unavailable'
      if (!passing || attempt === attemptsInPlace) throw cause
      count(pool, endpoint, cause, 'outages')
      if (endpoint.dropped !== undefined) throw cause
    }
  }
}

/**
 * Asks the endpoints, in the order of trust, until one answers; waits and retries where that may help.
 * Failures that another attempt cannot mend (no state, unsupported, rejected) are tried on the next
 * endpoint and thrown as {@link RpcFailure} when all say so.
 * Errors: RetryableError `E_RPC_ALL_DEAD` when no endpoint is left, CancelledError.
 */
export async function askAny<T>(
  pool: RpcPool,
  ask: (endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  const declined = new Map<Endpoint, RpcFailure>()
  for (;;) {
    const endpoint = livingEndpoints(pool).find((candidate) => !declined.has(candidate))
    if (endpoint === undefined) throw [...declined.values()][0] ?? allDead(pool)
    await awaitPause(pool, endpoint)
    try {
      const answer = await ask(endpoint)
      noteSuccess(endpoint)
      return answer
    } catch (cause) {
      if (!(cause instanceof RpcFailure)) throw cause
      if (finalKinds.has(cause.kind)) declined.set(endpoint, cause)
      else noteFailure(pool, endpoint, cause)
    }
  }
}

const finalKinds: ReadonlySet<string> = new Set(['noState', 'unsupported', 'rejected', 'range'])

/** The error for the end of all endpoints; says why each was left. */
export function allDead(pool: RpcPool): RetryableError {
  const reasons = pool.endpoints.map((e) => [e.label, e.dropped ?? 'in use'] as const)
  return new RetryableError(
    'E_RPC_ALL_DEAD',
    `no RPC endpoint is left: ${reasons.map(([label, why]) => `${label}: ${why}`).join('; ')}`,
    {
      hint: 'run the same command again later, or with further --rpc URLs: finished ranges are kept',
      facts: Object.fromEntries(reasons),
    },
  )
}

/** Most calls in one HTTP request; endpoints that take fewer are found out by trying. */
const largestBatch = 100

/** Sends many calls to the endpoints, see {@link askAny}; results in the order of the calls. */
export async function askMany(
  pool: RpcPool,
  calls: readonly RpcCall[],
): Promise<readonly unknown[]> {
  const results: unknown[] = []
  for (let start = 0; start < calls.length; start += largestBatch) {
    const slice = calls.slice(start, start + largestBatch)
    results.push(...(await askAny(pool, (endpoint) => askEndpoint(pool, endpoint, slice))))
  }
  return results
}

/**
 * Sends many calls to one endpoint in as few HTTP requests as it takes.
 * Errors: {@link RpcFailure}, CancelledError.
 */
export async function askEndpoint(
  pool: RpcPool,
  endpoint: Endpoint,
  calls: readonly RpcCall[],
): Promise<readonly unknown[]> {
  const results: unknown[] = []
  while (results.length < calls.length) {
    const slice = calls.slice(results.length, results.length + endpoint.batchSize)
    results.push(...((await askSlice(pool, endpoint, slice)) ?? []))
  }
  return results
}

/** `undefined` when the endpoint does not take that many calls at once: ask for fewer. */
async function askSlice(
  pool: RpcPool,
  endpoint: Endpoint,
  slice: readonly RpcCall[],
): Promise<readonly unknown[] | undefined> {
  const [only] = slice
  if (slice.length === 1 && only !== undefined) {
    const result = await endpoint.rpc.call(only.method, only.params, pool.signal)
    growBatch(endpoint)
    return [result]
  }
  const answers = await batchOf(pool, endpoint, slice)
  const failure = answers.find((answer): answer is RpcFailure => answer instanceof RpcFailure)
  if (failure === undefined) {
    growBatch(endpoint)
    return answers
  }
  const aboutTheBatch = answers.length < slice.length || batchTooLarge.has(failure.kind)
  if (!aboutTheBatch) throw failure
  endpoint.batchCeiling = slice.length - 1
  endpoint.batchSize = Math.ceil(slice.length / 4)
  return undefined
}

/** A refusal of the batch as a whole comes back as its only answer. */
async function batchOf(
  pool: RpcPool,
  endpoint: Endpoint,
  slice: readonly RpcCall[],
): Promise<readonly unknown[]> {
  try {
    return await endpoint.rpc.batch(slice, pool.signal)
  } catch (cause) {
    if (cause instanceof RpcFailure && cause.kind === 'rejected') return [cause]
    throw cause
  }
}

function growBatch(endpoint: Endpoint): void {
  endpoint.batchSize = Math.min(endpoint.batchCeiling, endpoint.batchSize * 2)
}

const batchTooLarge: ReadonlySet<string> = new Set(['range', 'unsupported'])
