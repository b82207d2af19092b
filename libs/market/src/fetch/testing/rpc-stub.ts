import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface StubCall {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** How a request ends badly. */
export type StubFault = 'http429' | 'http500' | 'rpcError' | 'notJson' | 'hang' | 'reset'

/** What the stub does to the traffic between a fetcher and the node behind it. */
export interface StubRules {
  /** More blocks than this: an error in the words of `rangeMessage`. */
  readonly maxRange?: number
  readonly rangeMessage?: (asked: number) => string
  /** More logs than this are cut off without a word, the newest or the oldest. */
  readonly capLogs?: number
  readonly capKeeps?: 'oldest' | 'newest'
  /** Blocks above `lagsAt` are unknown, and their logs absent without a word. */
  readonly lagsAt?: number
  /** As `lagsAt`, but for logs only: the head looks fine. */
  readonly logsEndAt?: number
  readonly chainId?: number
  /** Block hashes of its own, in headers and logs. */
  readonly otherHashes?: boolean
  /** Block hashes of its own, in logs only: a node in the middle of a reorganisation. */
  readonly otherLogHashes?: boolean
  /** No state but the latest. */
  readonly pruned?: boolean
  /** No `blockTimestamp` in logs, as with older nodes. */
  readonly noLogTimes?: boolean
  readonly maxBatch?: number
  /** A fault for the n-th HTTP request (from 1), if any. */
  readonly fault?: (request: number, calls: readonly StubCall[]) => StubFault | undefined
  /** Loses the logs of these blocks, always. */
  readonly losesBlocks?: (block: number) => boolean
}

export interface RpcStub {
  readonly url: string
  /** HTTP requests so far. */
  readonly requests: () => number
  readonly calls: (method: string) => number
  readonly setRules: (rules: StubRules) => void
  readonly stop: () => Promise<void>
}

/** A bad provider on 127.0.0.1 in front of a good node. */
export async function startRpcStub(upstream: string, rules: StubRules = {}): Promise<RpcStub> {
  let current = rules
  let requests = 0
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy())
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as StubCall | StubCall[]
    const calls = Array.isArray(body) ? body : [body]
    for (const { method } of calls) counts.set(method, (counts.get(method) ?? 0) + 1)
    requests += 1
    const fault = current.fault?.(requests, calls)
    if (fault !== undefined) return fail(fault, response, calls)
    if (Array.isArray(body) && body.length > (current.maxBatch ?? Infinity)) {
      const error = { code: -32600, message: 'batch of too many requests' }
      return send(response, 200, { jsonrpc: '2.0', id: null, error })
    }
    const answers = await Promise.all(calls.map((call) => answer(upstream, current, call)))
    send(response, 200, Array.isArray(body) ? answers.reverse() : answers[0])
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    calls: (method) => counts.get(method) ?? 0,
    setRules: (next) => (current = next),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function fail(fault: StubFault, response: ServerResponse, calls: readonly StubCall[]): void {
  if (fault === 'reset') response.destroy()
  if (fault === 'http500') response.writeHead(503).end('<html>Service Unavailable</html>')
  if (fault === 'http429')
    response.writeHead(429, { 'retry-after': '0.02' }).end('Too Many Requests')
  if (fault === 'notJson') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":"2.0","resu')
  }
  if (fault === 'rpcError') {
    const error = { code: -32603, message: 'Internal error' }
    const answers = calls.map(({ id }) => ({ jsonrpc: '2.0', id, error }))
    send(response, 200, answers.length === 1 ? answers[0] : answers)
  }
}

interface RpcAnswer {
  readonly jsonrpc: '2.0'
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

async function answer(upstream: string, rules: StubRules, call: StubCall): Promise<RpcAnswer> {
  const { id, method } = call
  const refuse = (code: number, message: string): RpcAnswer => ({
    jsonrpc: '2.0',
    id,
    error: { code, message },
  })
  if (method === 'eth_chainId' && rules.chainId !== undefined) {
    return { jsonrpc: '2.0', id, result: `0x${rules.chainId.toString(16)}` }
  }
  if (method === 'eth_call' && rules.pruned === true && call.params[1] !== 'latest') {
    return refuse(-32000, 'missing trie node 0xabc (path ) state 0xabc is not available')
  }
  if (method === 'eth_getLogs') {
    const { from, to } = rangeOf(call)
    const asked = to - from + 1
    if (asked > (rules.maxRange ?? Infinity)) {
      return refuse(-32602, (rules.rangeMessage ?? (() => 'block range too large'))(asked))
    }
  }
  const result = await forward(upstream, rules, call)
  return { ...result, id, ...(result.error ? {} : { result: distort(rules, call, result.result) }) }
}

function rangeOf(call: StubCall): { from: number; to: number } {
  const filter = call.params[0] as { fromBlock: string; toBlock: string }
  return { from: Number(filter.fromBlock), to: Number(filter.toBlock) }
}

/** Answers to `eth_call` at past blocks, which never change: they are most of the traffic. */
const pastCalls = new Map<string, RpcAnswer>()

async function forward(upstream: string, rules: StubRules, call: StubCall): Promise<RpcAnswer> {
  const past = call.method === 'eth_call' && call.params[1] !== 'latest'
  const key = upstream + JSON.stringify(call.params)
  const known = past ? pastCalls.get(key) : undefined
  if (known !== undefined) return known
  const tag = call.params[0]
  const atHead = tag === 'latest' || tag === 'finalized'
  const lagging = call.method === 'eth_getBlockByNumber' && rules.lagsAt !== undefined && atHead
  const params = lagging ? [`0x${rules.lagsAt.toString(16)}`, false] : call.params
  const response = await fetch(upstream, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: call.id, method: call.method, params }),
  })
  const answered = (await response.json()) as RpcAnswer
  if (past) pastCalls.set(key, answered)
  return answered
}

type Entry = Readonly<Record<string, unknown>>

function distort(rules: StubRules, call: StubCall, result: unknown): unknown {
  if (call.method === 'eth_getLogs') return distortLogs(rules, result as readonly Entry[])
  if (call.method !== 'eth_getBlockByNumber' || result === null) return result
  const block = result as Entry
  if (Number(block['number']) > (rules.lagsAt ?? Infinity)) return null
  return rules.otherHashes === true ? { ...block, hash: otherHash(block['hash']) } : block
}

function distortLogs(rules: StubRules, logs: readonly Entry[]): readonly Entry[] {
  const end = Math.min(rules.lagsAt ?? Infinity, rules.logsEndAt ?? Infinity)
  const kept = logs.filter((log) => {
    const block = Number(log['blockNumber'])
    return block <= end && rules.losesBlocks?.(block) !== true
  })
  const cap = rules.capLogs ?? Infinity
  const cut = rules.capKeeps === 'newest' ? kept.slice(-cap) : kept.slice(0, cap)
  return cut.map((log) => ({
    ...log,
    ...(rules.otherHashes === true || rules.otherLogHashes === true
      ? { blockHash: otherHash(log['blockHash']) }
      : {}),
    ...(rules.noLogTimes === true ? { blockTimestamp: undefined } : {}),
  }))
}

function otherHash(hash: unknown): string {
  return `0xdead${String(hash).slice(6)}`
}
