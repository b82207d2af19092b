import { RetryableError, UserError } from '@tickwise/amm'
import { readHeader } from './block-header.ts'
import type { BlockHeader } from './block-header.ts'
import { parseQuantity } from './chain-log.ts'
import { RpcFailure } from './rpc-failure.ts'
import { allDead, awaitPause, dropEndpoint, livingEndpoints } from './rpc-pool.ts'
import { noteFailure, noteSuccess } from './rpc-pool.ts'
import type { Endpoint, RpcPool } from './rpc-pool.ts'

/**
 * Blocks behind the head after which a block is taken as final, where a node does not know the
 * `finalized` tag: two epochs on Ethereum, what indexers commonly use elsewhere.
 */
const finalityDepths: Readonly<Record<number, number>> = { 1: 65, 137: 200, 42161: 240 }
const usualFinalityDepth = 30

/**
 * Asks every living endpoint, all at once, until each has answered or was left. Answers do not excuse
 * earlier failures: a dispute over logs must end, though the headers behind it are easily had.
 */
async function askEach<T>(
  pool: RpcPool,
  ask: (endpoint: Endpoint) => Promise<T>,
): Promise<ReadonlyMap<Endpoint, T>> {
  const answers = new Map<Endpoint, T>()
  const askUntilAnswered = async (endpoint: Endpoint): Promise<void> => {
    while (endpoint.dropped === undefined) {
      await awaitPause(pool, endpoint)
      try {
        answers.set(endpoint, await ask(endpoint))
        return
      } catch (cause) {
        if (!(cause instanceof RpcFailure)) throw cause
        noteFailure(pool, endpoint, cause)
      }
    }
  }
  await Promise.all(livingEndpoints(pool).map(askUntilAnswered))
  if (answers.size === 0) throw allDead(pool)
  return answers
}

/**
 * The chain that all endpoints used are on: the `expected` one, else that of the endpoint listed
 * first. Endpoints of another chain are refused.
 * Errors: UserError `E_RPC_CHAIN` when none is on the expected chain.
 */
export async function agreeOnChain(pool: RpcPool, expected: number | undefined): Promise<number> {
  const chains = await askEach(pool, async (endpoint) =>
    parseQuantity(await endpoint.rpc.call('eth_chainId', [], pool.signal)),
  )
  for (const endpoint of chains.keys()) noteSuccess(endpoint)
  const first = pool.endpoints.find((endpoint) => chains.has(endpoint))
  const chainId = expected ?? (first === undefined ? undefined : chains.get(first))
  for (const [endpoint, chain] of chains) {
    if (chain !== chainId) dropEndpoint(pool, endpoint, `it is on chain ${chain}, not ${chainId}`)
  }
  if (chainId !== undefined && livingEndpoints(pool).length > 0) return chainId
  throw new UserError('E_RPC_CHAIN', `none of the endpoints is on chain ${chainId}`, {
    hint: 'give RPC URLs of that chain, or leave the chain id out',
    facts: Object.fromEntries([...chains].map(([endpoint, chain]) => [endpoint.label, chain])),
  })
}

/** The last block that will not be undone, as the furthest endpoint sees it. */
export async function readFinalBlock(
  pool: RpcPool,
  chainId: number,
  depth: number | undefined,
): Promise<number> {
  const finals = await askEach(pool, (endpoint) => finalOf(pool, endpoint, chainId, depth))
  for (const endpoint of finals.keys()) noteSuccess(endpoint)
  return Math.max(...finals.values())
}

async function finalOf(
  pool: RpcPool,
  endpoint: Endpoint,
  chainId: number,
  depth: number | undefined,
): Promise<number> {
  if (depth === undefined) {
    const final = await finalizedHeader(pool, endpoint)
    if (final !== undefined) return final.number
  }
  const head = await readHeader(pool, endpoint, 'latest')
  if (head === undefined) throw new RpcFailure('unavailable', 'the node has no block')
  return Math.max(0, head.number - (depth ?? finalityDepths[chainId] ?? usualFinalityDepth))
}

/** `undefined` when the node does not know the tag. */
async function finalizedHeader(
  pool: RpcPool,
  endpoint: Endpoint,
): Promise<BlockHeader | undefined> {
  try {
    return await readHeader(pool, endpoint, 'finalized')
  } catch (cause) {
    const unknownTag =
      cause instanceof RpcFailure && ['unsupported', 'rejected', 'lagging'].includes(cause.kind)
    if (unknownTag) return undefined
    throw cause
  }
}

/**
 * The last block to read and its hash: the `wanted` one, which must be final, else the last final one.
 * Endpoints that have another block there are refused.
 * Errors: RetryableError `E_RPC_NOT_FINAL`.
 */
export async function agreeOnLastBlock(
  pool: RpcPool,
  final: number,
  wanted: number | undefined,
): Promise<BlockHeader> {
  if (wanted !== undefined && wanted > final) {
    throw new RetryableError(
      'E_RPC_NOT_FINAL',
      `block ${wanted} is not final yet: the last final block is ${final}`,
      { hint: `end at block ${final}, or try again later`, facts: { wanted, final } },
    )
  }
  const block = wanted ?? final
  await refuseOtherChains(pool, block)
  const headers = await askEach(pool, (endpoint) => readHeader(pool, endpoint, block))
  const header = [...headers.values()].find((candidate) => candidate !== undefined)
  if (header !== undefined) return header
  throw new RetryableError('E_RPC_LAGGING', `no endpoint has block ${block} any more`, {
    hint: 'try again later',
    facts: { block },
  })
}

/**
 * Refuses the endpoints whose block has another hash than most say, or, where opinions are even, than
 * the endpoint listed first says. Endpoints that do not have the block yet are left in peace.
 * Returns the refused ones.
 */
export async function refuseOtherChains(
  pool: RpcPool,
  block: number,
): Promise<readonly Endpoint[]> {
  const headers = await askEach(pool, (endpoint) => readHeader(pool, endpoint, block))
  const opinions = pool.endpoints.flatMap((endpoint) => headers.get(endpoint)?.hash ?? [])
  const votes = (hash: string): number => opinions.filter((opinion) => opinion === hash).length
  const agreed = opinions.reduce<string | undefined>(
    (best, hash) => (best !== undefined && votes(best) >= votes(hash) ? best : hash),
    undefined,
  )
  const refused = pool.endpoints.filter((endpoint) => {
    const hash = headers.get(endpoint)?.hash
    return hash !== undefined && hash !== agreed
  })
  for (const endpoint of refused) {
    dropEndpoint(pool, endpoint, `its block ${block} has another hash than the other endpoints'`)
  }
  return refused
}
