import { RetryableError } from '@tickwise/amm'
import { parseHeader, quantity } from '../chain/endpoint.ts'
import type { BlockHeader, KeeperRpc } from '../chain/keeper-rpc.ts'

/** The header of a block. Errors: RetryableError `E_RPC_LAGGING` when no endpoint has it. */
export async function readHeader(rpc: KeeperRpc, number: bigint): Promise<BlockHeader> {
  const answer = await rpc.request('eth_getBlockByNumber', [quantity(number), false])
  const header = parseHeader(answer)
  if (header !== undefined) return header
  throw new RetryableError('E_RPC_LAGGING', `no endpoint has block ${number}`, {
    facts: { block: number },
  })
}

/**
 * The last block with `timestamp` or an earlier one; the first block when all are later. Looks back from
 * the head in growing steps, then between.
 *
 * @example
 * const end = await lastBlockAt(rpc, head, epoch * epochSeconds)
 */
export async function lastBlockAt(
  rpc: KeeperRpc,
  head: BlockHeader,
  timestamp: number,
): Promise<BlockHeader> {
  if (head.timestamp <= timestamp) return head
  let later = head
  let earlier: BlockHeader | undefined
  for (let step = 1n; earlier === undefined; step *= 2n) {
    const number = later.number > step ? later.number - step : 0n
    const header = await readHeader(rpc, number)
    if (header.timestamp <= timestamp) earlier = header
    else if (number === 0n) return header
    else later = header
  }
  while (later.number - earlier.number > 1n) {
    const middle = await readHeader(rpc, guess(earlier, later, timestamp))
    if (middle.timestamp <= timestamp) earlier = middle
    else later = middle
  }
  return earlier
}

/** Where the block should be if they came evenly; strictly between, and never far from the middle. */
function guess(earlier: BlockHeader, later: BlockHeader, timestamp: number): bigint {
  const blocks = later.number - earlier.number
  const seconds = BigInt(later.timestamp - earlier.timestamp)
  const even = (blocks * BigInt(timestamp - earlier.timestamp)) / (seconds === 0n ? 1n : seconds)
  const least = blocks / 8n > 1n ? blocks / 8n : 1n
  const most = blocks - least > least ? blocks - least : least
  return earlier.number + (even < least ? least : even > most ? most : even)
}
