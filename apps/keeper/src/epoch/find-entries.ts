import { RetryableError } from '@tickwise/amm'
import { inferenceRegistryAbi, outcomes, readLog } from '@tickwise/protocol'
import type { Address, Hex } from 'viem'
import type { BlockHeader, KeeperRpc } from '../chain/keeper-rpc.ts'
import type { KeeperSettings } from '../settings.ts'
import { lastBlockAt } from '../view/block-at.ts'
import { connectionOf } from '../view/vault-facts.ts'

/** An inference of ours that the chain has. */
export interface FoundEntry {
  readonly epoch: number
  readonly inferenceId: Hex
  readonly outcome: string
}

/** Blocks asked for at once. */
const mostBlocks = 2_000n

/**
 * Own reveals since a time, from the registry's events: what a lost journal knew. The log of the vault counts
 * all reveals, so an endpoint that loses some is found out.
 *
 * @throws RetryableError `E_LOGS_INCOMPLETE`
 */
export async function findEntries(
  rpc: KeeperRpc,
  { registry, vault }: Pick<KeeperSettings, 'registry' | 'vault'>,
  keeper: Address,
  head: BlockHeader,
  since: number,
): Promise<readonly FoundEntry[]> {
  const start = await lastBlockAt(rpc, head, since)
  const before = await readLog(connectionOf(rpc), registry, vault, { blockNumber: start.number })
  const after = await readLog(connectionOf(rpc), registry, vault, { blockNumber: head.number })
  const found: FoundEntry[] = []
  let count = 0
  for (let from = start.number + 1n; from <= head.number; from += mostBlocks) {
    const toBlock = from + mostBlocks - 1n < head.number ? from + mostBlocks - 1n : head.number
    const logs = await rpc.client.getContractEvents({
      address: registry,
      abi: inferenceRegistryAbi,
      eventName: 'Revealed',
      args: { vault },
      fromBlock: from,
      toBlock,
      strict: true,
    })
    count += logs.length
    for (const { args } of logs) {
      if (args.keeper.toLowerCase() !== keeper.toLowerCase()) continue
      const outcome = outcomes[args.outcome] ?? 'none'
      found.push({ epoch: args.inference.epoch, inferenceId: args.inferenceId, outcome })
    }
  }
  if (count === after.length - before.length) return found
  throw new RetryableError('E_LOGS_INCOMPLETE', "some of the registry's events are missing", {
    hint: 'an endpoint loses logs: it is tried again at the next start',
    facts: { found: count, expected: after.length - before.length },
  })
}
