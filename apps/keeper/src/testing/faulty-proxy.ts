import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** One JSON-RPC call on its way to the node. */
export interface ProxiedCall {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** How the proxy spoils the traffic of one call. */
export interface ProxyRules {
  /** No answer at all, an HTTP error, or the connection is cut; `undefined`: it passes. */
  readonly fault?: (call: ProxiedCall) => 'hang' | 'http429' | 'http500' | 'reset' | undefined
  /** Another call in its place. */
  readonly instead?: (call: ProxiedCall) => ProxiedCall
  /** Another result than the node's. */
  readonly lie?: (call: ProxiedCall, result: unknown) => unknown
}

/** A bad endpoint on 127.0.0.1 in front of a good node. */
export interface FaultyProxy {
  readonly url: string
  readonly calls: readonly ProxiedCall[]
  setRules(rules: ProxyRules): void
  stop(): Promise<void>
}

/** Starts one that is good until it is given rules. */
export async function startFaultyProxy(
  upstream: string,
  rules: ProxyRules = {},
): Promise<FaultyProxy> {
  let current = rules
  const calls: ProxiedCall[] = []
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy())
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(request)) as ProxiedCall | readonly ProxiedCall[]
    const asked = Array.isArray(body) ? (body as readonly ProxiedCall[]) : [body as ProxiedCall]
    calls.push(...asked)
    const fault = asked.map((call) => current.fault?.(call)).find((found) => found !== undefined)
    if (fault === 'hang') return
    if (fault === 'reset') return void response.destroy()
    if (fault !== undefined) {
      return void response.writeHead(fault === 'http429' ? 429 : 503).end('not now')
    }
    const answers = await Promise.all(asked.map((call) => forward(upstream, current, call)))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    setRules: (next) => (current = next),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function forward(upstream: string, rules: ProxyRules, call: ProxiedCall): Promise<object> {
  const sent = rules.instead?.(call) ?? call
  const response = await fetch(upstream, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', ...sent }),
  })
  const answer = (await response.json()) as { readonly result?: unknown }
  if (answer.result === undefined || rules.lie === undefined) return { ...answer, id: call.id }
  return { ...answer, id: call.id, result: rules.lie(call, answer.result) }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
