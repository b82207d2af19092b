import { RetryableError } from '@tickwise/amm'
import { inferenceRegistryAbi, outcomes, readAccount, readEntry, readLog } from '@tickwise/protocol'
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
 * Own reveals since a time, from the registry's events: what a lost journal knew. State is read at the head
 * alone, so any full node will do. An endpoint that loses events is found out: reveals of a vault are counted
 * without a gap up to the length of its log, and the account tells of the last commitment.
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
  const found: FoundEntry[] = []
  const lengths: number[] = []
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
    for (const { args } of logs) {
      lengths.push(args.length)
      if (args.keeper.toLowerCase() !== keeper.toLowerCase()) continue
      const outcome = outcomes[args.outcome] ?? 'none'
      found.push({ epoch: args.inference.epoch, inferenceId: args.inferenceId, outcome })
    }
  }
  await checkComplete(rpc, { registry, vault }, keeper, head, { since, found, lengths })
  return found
}

async function checkComplete(
  rpc: KeeperRpc,
  { registry, vault }: Pick<KeeperSettings, 'registry' | 'vault'>,
  keeper: Address,
  head: BlockHeader,
  what: {
    readonly since: number
    readonly found: readonly FoundEntry[]
    readonly lengths: readonly number[]
  },
): Promise<void> {
  const { since, found, lengths } = what
  const connection = connectionOf(rpc)
  const at = { blockNumber: head.number }
  const [log, account] = await Promise.all([
    readLog(connection, registry, vault, at),
    readAccount(connection, registry, vault, keeper, at),
  ])
  const first = log.length - lengths.length + 1
  const inOrder = lengths.every((length, i) => length === first + i)
  const isRecent = account.nextNonce > 0n && !account.live && account.committedAt >= since
  const isKnown = found.some(({ inferenceId }) => inferenceId === account.digest)
  const last =
    isRecent && !isKnown ? await readEntry(connection, registry, account.digest, at) : undefined
  if (inOrder && (last === undefined || last.outcome === 'none')) return
  throw new RetryableError('E_LOGS_INCOMPLETE', "some of the registry's events are missing", {
    hint: 'an endpoint loses logs: it is tried again at the next start',
    facts: { found: lengths.length, logLength: log.length, lastEpoch: account.epoch },
  })
}
