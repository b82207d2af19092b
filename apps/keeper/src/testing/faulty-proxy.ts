import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'

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
  /** What the node complains of instead of answering. */
  readonly refuse?: (call: ProxiedCall) => string | undefined
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

/**
 * Starts one that is good until it is given rules.
 *
 * @param options.keepCalls whether `calls` is filled; a long run would fill the memory
 */
export async function startFaultyProxy(
  upstream: string,
  rules: ProxyRules = {},
  { keepCalls = true }: { readonly keepCalls?: boolean } = {},
): Promise<FaultyProxy> {
  let current = rules
  const calls: ProxiedCall[] = []
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, response) => {
    void serve(incoming, response).catch(() => response.destroy())
  })

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(incoming)
    // What nothing is done to goes through as it is: that is most of it.
    if (!keepCalls && Object.keys(current).length === 0) {
      const answer = await post(upstream, agent, sent)
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    }
    const body = JSON.parse(sent) as ProxiedCall | readonly ProxiedCall[]
    const asked = Array.isArray(body) ? (body as readonly ProxiedCall[]) : [body as ProxiedCall]
    if (keepCalls) calls.push(...asked)
    const fault = asked.map((call) => current.fault?.(call)).find((found) => found !== undefined)
    if (fault === 'hang') return
    if (fault === 'reset') return void response.destroy()
    if (fault !== undefined) {
      return void response.writeHead(fault === 'http429' ? 429 : 503).end('not now')
    }
    const answers = await Promise.all(asked.map((call) => forward(upstream, agent, current, call)))
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
      agent.destroy()
      await once(server, 'close')
    },
  }
}

async function forward(
  upstream: string,
  agent: Agent,
  rules: ProxyRules,
  call: ProxiedCall,
): Promise<object> {
  const message = rules.refuse?.(call)
  if (message !== undefined) {
    return { jsonrpc: '2.0', id: call.id, error: { code: -32_000, message } }
  }
  const sent = rules.instead?.(call) ?? call
  const body = await post(upstream, agent, JSON.stringify({ jsonrpc: '2.0', ...sent }))
  const answer = JSON.parse(body) as { readonly result?: unknown }
  if (answer.result === undefined || rules.lie === undefined) return { ...answer, id: call.id }
  return { ...answer, id: call.id, result: rules.lie(call, answer.result) }
}

function post(url: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const out = request(url, { method: 'POST', agent, headers }, (response) => {
      text(response).then(resolve, reject)
    })
    out.on('error', reject)
    out.end(body)
  })
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
