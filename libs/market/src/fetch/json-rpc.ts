import { CancelledError } from '@tickwise/amm'
import type { FetchIo } from './fetch-io.ts'
import { RpcFailure, classifyRpcError } from './rpc-failure.ts'

/** One call of a node's JSON-RPC interface. */
export interface RpcCall {
  readonly method: string
  readonly params: readonly unknown[]
}

/** Sends calls to one URL. Each rejection is an {@link RpcFailure} or CancelledError. */
export interface JsonRpc {
  /** Result of one call. */
  call(method: string, params: readonly unknown[], signal?: AbortSignal): Promise<unknown>
  /** Results in the order of the calls, in one HTTP request; failed ones as values. */
  batch(calls: readonly RpcCall[], signal?: AbortSignal): Promise<readonly unknown[]>
}

/** JSON-RPC over HTTP with a time limit per request; no retries, no caches. */
export function createJsonRpc(url: string, io: FetchIo, timeoutMs: number): JsonRpc {
  let nextId = 1
  const numbered = (call: RpcCall) => ({ jsonrpc: '2.0', id: nextId++, ...call })
  return {
    async call(method, params, signal) {
      const body = numbered({ method, params })
      const { answer, status } = await post(url, body, io, timeoutMs, signal)
      const result = resultOf(answer, status)
      if (result instanceof RpcFailure) throw result
      return result
    },
    async batch(calls, signal) {
      const bodies = calls.map(numbered)
      const { answer, status } = await post(url, bodies, io, timeoutMs, signal)
      if (!Array.isArray(answer)) {
        // A server that knows no batches answers with one object: unsupported, or its complaint.
        const failure = failureOf(answer, status, undefined)
        const aboutTheBatch = failure.kind !== 'rate' || /batch/i.test(failure.message)
        throw aboutTheBatch ? new RpcFailure('rejected', failure.message) : failure
      }
      const byId = new Map(
        answer.map((entry) => [isRecord(entry) ? entry['id'] : undefined, entry]),
      )
      return bodies.map(({ id }) => resultOf(byId.get(id), status))
    },
  }
}

async function post(
  url: string,
  body: unknown,
  io: FetchIo,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly answer: unknown; readonly status: number }> {
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await io.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    })
    const text = await response.text()
    const answer = parseJson(text)
    if (response.ok && answer !== undefined) return { answer, status: response.status }
    const wait = retryAfterMs(response.headers.get('retry-after'))
    throw failureOf(answer ?? text.slice(0, 200), response.status, wait)
  } catch (cause) {
    if (cause instanceof RpcFailure) throw cause
    throwIfCancelled(signal)
    if (limit.aborted)
      throw new RpcFailure('unavailable', `timed out: no answer in ${timeoutMs} ms`)
    throw new RpcFailure('unavailable', connectionMessage(cause))
  }
}

/** Throws CancelledError when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new CancelledError('E_CANCELLED', 'stopped on request', {
    hint: 'run the same command again to go on from here',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function resultOf(answer: unknown, status: number): unknown {
  if (!isRecord(answer) || answer['error'] !== undefined || answer['result'] === undefined) {
    return failureOf(answer, status, undefined)
  }
  return answer['result']
}

function failureOf(answer: unknown, status: number, wait: number | undefined): RpcFailure {
  const error = isRecord(answer) ? (answer['error'] ?? answer) : answer
  if (error === undefined || error === '' || (isRecord(error) && error['message'] === undefined)) {
    const kind = status >= 200 && status < 300 ? 'unavailable' : classifyRpcError('', 0, status)
    return new RpcFailure(kind, `an answer that is not JSON-RPC (HTTP ${status})`, wait)
  }
  if (!isRecord(error)) {
    const text = String(error)
    if (status >= 200 && status < 300) {
      return new RpcFailure('unavailable', `an answer that is not JSON: ${text}`, wait)
    }
    return new RpcFailure(classifyRpcError(text, 0, status), `HTTP ${status}: ${text}`, wait)
  }
  // Some nodes put the reason into `data` and only "invalid params" into `message`.
  const detail =
    error['data'] === undefined ? '' : ` ${JSON.stringify(error['data']).slice(0, 300)}`
  const message = `${String(error['message'])}${detail}`
  const code = Number(error['code'] ?? 0)
  const answered = { code, message: String(error['message']), data: error['data'] }
  return new RpcFailure(classifyRpcError(message, code, status), message, wait, answered)
}

/** Retry-After in seconds (RFC 9110, 10.2.3); the form with a date is rare with nodes and ignored. */
function retryAfterMs(header: string | null): number | undefined {
  const seconds = Number(header)
  return header === null || !Number.isFinite(seconds) ? undefined : seconds * 1000
}

function connectionMessage(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection failed'
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : ''
  return `the connection failed (${cause.message}${inner})`
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
