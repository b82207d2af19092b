import type { PublicClient } from 'viem'

/** An endpoint as status and metrics show it. */
export interface EndpointHealth {
  /** Host of the URL: URLs carry keys, so they are never shown. */
  readonly label: string
  readonly healthy: boolean
  /** Why it is not asked now. */
  readonly reason?: string
}

/** A block as far as it matters here. */
export interface BlockHeader {
  readonly number: bigint
  readonly hash: `0x${string}`
  /** Unix seconds. */
  readonly timestamp: number
  /** 0 on chains without one. */
  readonly baseFeePerGas: bigint
}

/** What became of signed bytes that were handed to an endpoint. */
export type Broadcast =
  | { readonly kind: 'accepted'; readonly endpoint: string }
  /** The endpoint has it, or had it: look for the receipt. */
  | { readonly kind: 'known'; readonly endpoint: string }
  | { readonly kind: 'nonce-used'; readonly endpoint: string }
  | { readonly kind: 'underpriced'; readonly endpoint: string; readonly message: string }
  | { readonly kind: 'refused'; readonly endpoint: string; readonly message: string }
  /** No answer: it may have arrived all the same. */
  | { readonly kind: 'unanswered'; readonly endpoint: string; readonly message: string }

/** Several endpoints of one chain, watched and compared. */
export interface KeeperRpc {
  readonly chainId: number
  readonly urls: readonly string[]
  /** Reads from whichever endpoint is healthy and agrees with the others. */
  readonly client: PublicClient
  health(): readonly EndpointHealth[]
  /** URLs of the endpoints that are not left out now, in the order of trust; all when all are. */
  healthyUrls(): readonly string[]
  /** Limit of each request. */
  readonly timeoutMs: number
  /**
   * The newest block that a majority has, after a look at every endpoint: those that lag, lie or are of
   * another chain are left out until they come back to their senses.
   *
   * @throws RetryableError `E_RPC_ALL_DEAD`, `E_RPC_DISAGREE`
   */
  observeHead(): Promise<BlockHeader>
  /**
   * One question to whichever endpoint is healthy.
   *
   * @throws RpcFailure of @tickwise/market for what the node answered with an error
   * @throws RetryableError `E_RPC_ALL_DEAD`
   */
  request(method: string, params: readonly unknown[]): Promise<unknown>
  /**
   * One question to every healthy endpoint; the answer that a majority gives.
   *
   * @throws RetryableError `E_RPC_DISAGREE` when there is none, `E_RPC_ALL_DEAD`
   */
  requestAgreed(method: string, params: readonly unknown[]): Promise<unknown>
  /**
   * One question to every healthy endpoint, and all answers; for what differs honestly from one to the other.
   *
   * @throws RetryableError `E_RPC_ALL_DEAD`
   */
  requestEach(method: string, params: readonly unknown[]): Promise<readonly unknown[]>
  /** Hands signed bytes to one endpoint, the next one at each call. */
  broadcast(raw: `0x${string}`): Promise<Broadcast>
}
