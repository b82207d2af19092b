import { parseQuantity, quantity } from './chain-log.ts'
import { isRecord } from './json-rpc.ts'
import { RpcFailure } from './rpc-failure.ts'
import { askEndpoint, askPatiently } from './rpc-pool.ts'
import type { Endpoint, RpcPool } from './rpc-pool.ts'

/** What is needed of a block. */
export interface BlockHeader {
  readonly number: number
  readonly hash: string
  /** Unix seconds. */
  readonly timestamp: number
}

/** Header of a block or of `finalized`; `undefined` when the node does not have it. */
export async function readHeader(
  pool: RpcPool,
  endpoint: Endpoint,
  block: number | 'finalized' | 'latest',
): Promise<BlockHeader | undefined> {
  const tag = typeof block === 'number' ? quantity(block) : block
  const answer = await endpoint.rpc.call('eth_getBlockByNumber', [tag, false], pool.signal)
  return parseHeader(answer)
}

/**
 * Headers of many blocks from one endpoint.
 * Errors: {@link RpcFailure} `lagging` when the endpoint lacks one of them.
 */
export async function readHeaders(
  pool: RpcPool,
  endpoint: Endpoint,
  blocks: readonly number[],
): Promise<ReadonlyMap<number, BlockHeader>> {
  const calls = blocks.map((block) => ({
    method: 'eth_getBlockByNumber',
    params: [quantity(block), false],
  }))
  const answers = await askPatiently(pool, endpoint, () => askEndpoint(pool, endpoint, calls))
  return new Map(
    blocks.map((block, i) => {
      const header = parseHeader(answers[i])
      if (header !== undefined) return [block, header]
      throw new RpcFailure('lagging', `the node does not have block ${block} yet`)
    }),
  )
}

function parseHeader(answer: unknown): BlockHeader | undefined {
  if (answer === null || answer === undefined) return undefined
  if (!isRecord(answer) || typeof answer['hash'] !== 'string') {
    throw new RpcFailure('unavailable', 'an answer that cannot be right: a block without a hash')
  }
  return {
    number: parseQuantity(answer['number']),
    hash: answer['hash'].toLowerCase(),
    timestamp: parseQuantity(answer['timestamp']),
  }
}
