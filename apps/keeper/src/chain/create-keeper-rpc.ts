import { RetryableError, UserError } from '@tickwise/amm'
import { createJsonRpc, RpcFailure, systemIo, type FetchIo } from '@tickwise/market'
import { createPublicClient, custom, defineChain, RpcRequestError, type PublicClient } from 'viem'
import type { Listener } from '../ports.ts'
import { commonNumber, quorumOf, refuseImpossibleHeads, refuseMinority } from './agree-on-head.ts'
import { classifyBroadcast } from './broadcast.ts'
import {
  healthOf,
  noteAnswer,
  noteFailure,
  noteForeign,
  parseHeader,
  quantity,
  type Endpoint,
} from './endpoint.ts'
import type { BlockHeader, Broadcast, KeeperRpc } from './keeper-rpc.ts'
import { createSeenHeads } from './seen-heads.ts'

/** What a pool of endpoints is made of. */
export interface KeeperRpcOptions {
  readonly urls: readonly string[]
  readonly chainId: number
  /** Unix seconds; heads are judged by it. */
  readonly now: () => number
  readonly listen?: Listener
  /** Limit of each request; default 10,000. */
  readonly timeoutMs?: number
  /** Depth at which heads are compared by hash; default 2. */
  readonly agreeDepth?: number
  /** Default 15. */
  readonly maxClockSkewSeconds?: number
  /** An endpoint whose head is older than this, and than another's, is left out; default 60. */
  readonly lagSeconds?: number
  readonly io?: FetchIo
}

/**
 * A pool of endpoints of one chain. Reads fail over, what matters is compared, signed bytes go to one
 * endpoint at a time.
 *
 * @throws UserError `E_RPC_URL`
 * @example
 * const rpc = createKeeperRpc({ urls: ['https://a.example', 'https://b.example'], chainId: 1, now })
 * const head = await rpc.observeHead()
 */
export function createKeeperRpc(options: KeeperRpcOptions): KeeperRpc {
  const pool = new Pool(options)
  return {
    chainId: options.chainId,
    urls: options.urls,
    client: pool.client,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    healthyUrls: () => pool.healthyUrls(),
    health: () => pool.endpoints.map(healthOf),
    observeHead: () => pool.observeHead(),
    request: (method, params) => pool.request(method, params),
    requestEach: (method, params) => pool.requestEach(method, params),
    requestAgreed: (method, params) => pool.requestAgreed(method, params),
    broadcast: (raw) => pool.broadcast(raw),
  }
}

const defaultTimeoutMs = 10_000

class Pool {
  readonly endpoints: readonly Endpoint[]
  readonly client: PublicClient
  readonly #options: KeeperRpcOptions
  readonly #io: FetchIo
  readonly #seen = createSeenHeads()
  #nextSender = 0

  constructor(options: KeeperRpcOptions) {
    this.#options = options
    this.#io = options.io ?? systemIo
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
    this.endpoints = labelled(options.urls).map(({ url, label }) => ({
      label,
      rpc: createJsonRpc(url, this.#io, timeoutMs),
      failures: 0,
      pausedUntil: 0,
      chainKnown: false,
      setAside: undefined,
      head: undefined,
    }))
    this.client = clientOver(options, (method, params) => this.request(method, params))
  }

  async observeHead(): Promise<BlockHeader> {
    const { agreeDepth = 2, maxClockSkewSeconds = 15, lagSeconds = 60, now } = this.#options
    const asked = this.endpoints.filter(({ pausedUntil }) => pausedUntil <= this.#io.now())
    await Promise.all((asked.length === 0 ? this.endpoints : asked).map((e) => this.#lookAt(e)))
    const answered = this.endpoints.filter((e) => e.setAside === undefined)
    if (answered.length === 0) throw this.#allDead()
    const limits = { skewSeconds: maxClockSkewSeconds, lagSeconds }
    const possible = refuseImpossibleHeads(answered, now(), limits)
    const number = commonNumber(possible)
    const agreed = await this.#agreeAt(possible, number, agreeDepth)
    this.#tell(answered)
    const head = await this.#headerOf(agreed, number)
    this.#seen.accept(head)
    return head
  }

  async requestEach(method: string, params: readonly unknown[]): Promise<readonly unknown[]> {
    const answers = await Promise.all(
      this.#candidates().map(async (endpoint) => {
        try {
          return await this.#ask(endpoint, method, params)
        } catch (cause) {
          if (cause instanceof RpcFailure) return undefined
          throw cause
        }
      }),
    )
    const given = answers.filter((answer) => answer !== undefined)
    if (given.length === 0) throw this.#allDead()
    return given
  }

  async requestAgreed(method: string, params: readonly unknown[]): Promise<unknown> {
    const answers = await this.requestEach(method, params)
    const given = answers.map((answer) => JSON.stringify(answer))
    const votes = (answer: string): number => given.filter((other) => other === answer).length
    const best = given.reduce((a, b) => (votes(b) > votes(a) ? b : a))
    if (votes(best) >= quorumOf(given.length)) return JSON.parse(best)
    throw new RetryableError('E_RPC_DISAGREE', `the endpoints answer ${method} differently`, {
      hint: 'one of them lags or lies: it is tried again at the next tick',
    })
  }

  async broadcast(raw: `0x${string}`): Promise<Broadcast> {
    const candidates = this.#candidates()
    const endpoint = candidates[this.#nextSender++ % candidates.length]
    if (endpoint === undefined) throw this.#allDead()
    try {
      await this.#ask(endpoint, 'eth_sendRawTransaction', [raw])
      return { kind: 'accepted', endpoint: endpoint.label }
    } catch (cause) {
      if (cause instanceof RpcFailure) return classifyBroadcast(endpoint.label, cause)
      throw cause
    }
  }

  /** The first answer that any endpoint gives; what a contract reverts with is an answer. */
  async request(method: string, params: readonly unknown[]): Promise<unknown> {
    let last: RpcFailure | undefined
    for (const endpoint of this.#candidates()) {
      try {
        return await this.#ask(endpoint, method, params)
      } catch (cause) {
        if (!(cause instanceof RpcFailure)) throw cause
        if (cause.kind === 'rejected') throw cause
        last = cause
      }
    }
    if (last?.answer !== undefined) throw last
    throw this.#allDead()
  }

  healthyUrls(): readonly string[] {
    const candidates = this.#candidates()
    return this.#options.urls.filter((_, i) => candidates.some((e) => e === this.endpoints[i]))
  }

  /** Healthy ones first, in the order of trust; the others only when there is no healthy one. */
  #candidates(): readonly Endpoint[] {
    const healthy = this.endpoints.filter(({ setAside }) => setAside === undefined)
    return healthy.length > 0 ? healthy : this.endpoints
  }

  async #ask(endpoint: Endpoint, method: string, params: readonly unknown[]): Promise<unknown> {
    try {
      const answer = await endpoint.rpc.call(method, params)
      noteAnswer(endpoint)
      return answer
    } catch (cause) {
      if (!(cause instanceof RpcFailure)) throw cause
      const failure = asRefusal(cause)
      if (outages.has(failure.kind)) {
        noteFailure(endpoint, failure, this.#io)
        this.#hear(endpoint, method, 'failed')
      }
      throw failure
    }
  }

  async #lookAt(endpoint: Endpoint): Promise<void> {
    endpoint.setAside = undefined
    try {
      if (!endpoint.chainKnown) {
        const chain = Number(await this.#ask(endpoint, 'eth_chainId', []))
        if (chain !== this.#options.chainId) {
          noteForeign(endpoint, chain, this.#io.now())
          return this.#hear(endpoint, 'eth_chainId', 'disagrees')
        }
        endpoint.chainKnown = true
      }
      const answer = await this.#ask(endpoint, 'eth_getBlockByNumber', ['latest', false])
      endpoint.head = parseHeader(answer)
      if (endpoint.head === undefined) endpoint.setAside = 'it has no block'
    } catch (cause) {
      if (!(cause instanceof RpcFailure)) throw cause
      endpoint.setAside ??= cause.message
    }
  }

  async #agreeAt(
    endpoints: readonly Endpoint[],
    number: bigint,
    depth: number,
  ): Promise<readonly Endpoint[]> {
    const near = endpoints.filter(({ head }) => head !== undefined && head.number >= number)
    if (endpoints.length < 2) return near
    const height = number > BigInt(depth) ? number - BigInt(depth) : 0n
    const headers = new Map<Endpoint, BlockHeader>()
    await Promise.all(
      endpoints.map(async (endpoint) => {
        const header = await this.#ask(endpoint, 'eth_getBlockByNumber', [quantity(height), false])
          .then(parseHeader)
          .catch(() => undefined)
        if (header === undefined) endpoint.setAside ??= `it does not have block ${height}`
        else headers.set(endpoint, header)
      }),
    )
    const agreed = refuseMinority(headers, height)
    const ready = agreed.filter((endpoint) => near.includes(endpoint))
    return ready.length > 0 ? ready : agreed
  }

  async #headerOf(endpoints: readonly Endpoint[], number: bigint): Promise<BlockHeader> {
    const exact = endpoints.find(({ head }) => head?.number === number)
    if (exact?.head !== undefined) return exact.head
    for (const endpoint of endpoints) {
      const header = await this.#ask(endpoint, 'eth_getBlockByNumber', [quantity(number), false])
        .then(parseHeader)
        .catch(() => undefined)
      if (header !== undefined) return header
    }
    throw this.#allDead()
  }

  #tell(answered: readonly Endpoint[]): void {
    for (const endpoint of answered) {
      const { setAside } = endpoint
      const result = setAside === undefined ? 'ok' : setAside === 'it lags' ? 'lags' : 'disagrees'
      this.#hear(endpoint, 'eth_getBlockByNumber', result)
    }
  }

  #hear(endpoint: Endpoint, method: string, result: 'ok' | 'failed' | 'disagrees' | 'lags'): void {
    this.#options.listen?.({ kind: 'rpc', endpoint: endpoint.label, method, result })
  }

  #allDead(): RetryableError {
    const reasons = this.endpoints.map((e) => [e.label, e.setAside ?? 'in use'] as const)
    return new RetryableError('E_RPC_ALL_DEAD', 'no RPC endpoint answers as it should', {
      hint: 'check the URLs and the connection; the keeper tries again at each tick',
      facts: Object.fromEntries(reasons),
    })
  }
}

const outages: ReadonlySet<string> = new Set(['rate', 'unavailable', 'refused'])

/** What a contract says may sound like a node's complaint; its code and data tell it apart. */
function asRefusal(failure: RpcFailure): RpcFailure {
  const { answer } = failure
  const reverted = answer?.code === 3 || /revert/i.test(answer?.message ?? '')
  if (!reverted || failure.kind === 'rejected') return failure
  return new RpcFailure('rejected', failure.message, undefined, answer)
}

function labelled(
  urls: readonly string[],
): readonly { readonly url: string; readonly label: string }[] {
  if (urls.length === 0) {
    throw new UserError('E_RPC_URL', 'no RPC URL was given', { hint: 'give at least one' })
  }
  const counts = new Map<string, number>()
  return urls.map((url) => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined
    if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
      throw new UserError('E_RPC_URL', 'an RPC URL is not an http(s) address', {
        hint: 'give URLs such as https://eth.example.org/v1/<key>',
      })
    }
    const seen = (counts.get(parsed.host) ?? 0) + 1
    counts.set(parsed.host, seen)
    return { url, label: seen === 1 ? parsed.host : `${parsed.host} #${seen}` }
  })
}

/** Waiting does not help, another endpoint does: somebody has to know. */
function pruned(cause: RpcFailure): UserError {
  return new UserError('E_RPC_PRUNED', 'no endpoint keeps the state of a block that is needed', {
    hint: 'use one that keeps states for half an epoch: docs/keeper.md, "What endpoints must keep"',
    facts: { answer: cause.message },
    cause,
  })
}

function clientOver(
  { chainId }: KeeperRpcOptions,
  request: (method: string, params: readonly unknown[]) => Promise<unknown>,
): PublicClient {
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'native token', symbol: 'native', decimals: 18 },
    rpcUrls: { default: { http: [] } },
  })
  const provider = {
    request: async ({ method, params }: { method: string; params?: readonly unknown[] }) => {
      try {
        return await request(method, params ?? [])
      } catch (cause) {
        if (!(cause instanceof RpcFailure) || cause.answer === undefined) throw cause
        if (cause.kind === 'noState') throw pruned(cause)
        // As viem's own transports say it, so that what a contract reverted with is found in it.
        throw new RpcRequestError({ body: { method }, error: { ...cause.answer }, url: '' })
      }
    },
  }
  const transport = custom(provider, { retryCount: 0 })
  return createPublicClient({ chain, transport, cacheTime: 0 })
}
