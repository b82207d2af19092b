import { featureOracleAbi, inferenceRegistryAbi } from '@tickwise/protocol'
import { parseEventLogs, type Hash, type Hex } from 'viem'
import type { BlockHeader } from '../chain/keeper-rpc.ts'
import { daySeconds } from '../guards/rolling-window.ts'
import type { Database } from '../journal/database.ts'
import { appendEvent } from '../journal/epochs.ts'
import type { JournalScope } from '../journal/records.ts'
import type { JobKind } from '../ports.ts'
import { lastBlockAt, readHeader } from '../view/block-at.ts'
import type { DecisionSources } from './decide-epoch.ts'

/** Blocks asked for at once. */
const mostBlocks = 2_000n

/** Which job leaves which event. */
const jobOf: Readonly<Record<string, JobKind>> = {
  Committed: 'commit',
  Revealed: 'reveal',
  Expired: 'expire',
  Scored: 'score',
  Finalised: 'finalise',
  EpochRecorded: 'poke',
}

/** What is needed of a receipt, as nodes give it. */
interface Receipt {
  readonly from: Hex
  readonly gasUsed: Hex
  readonly effectiveGasPrice: Hex
}

interface Trace {
  readonly job: JobKind
  readonly hash: Hash
  readonly block: bigint
}

/**
 * Writes into a journal that knows nothing what the account paid within the last 24 hours, as far as the events
 * of registry and oracle tell, so that daily limits hold over a lost disk. What left no event, because it
 * reverted or filled a nonce, is not found.
 *
 * @throws RetryableError when the chain cannot be asked
 */
export async function recallSpending(
  { rpc, facts, settings }: DecisionSources,
  database: Database,
  { vault, keeper }: JournalScope,
  head: BlockHeader,
): Promise<void> {
  const start = await lastBlockAt(rpc, head, head.timestamp - daySeconds)
  const lines: { readonly at: number; readonly body: string }[] = []
  const addresses = [settings.registry, facts.oracle]
  for (const { job, hash, block } of await tracesOf(
    rpc,
    addresses,
    start.number + 1n,
    head.number,
  )) {
    const receipt = (await rpc.request('eth_getTransactionReceipt', [hash])) as Receipt | null
    // A block that a reorganisation took may still have logs; limits must not keep a keeper from its start.
    if (receipt?.from.toLowerCase() !== keeper.toLowerCase()) continue
    const { timestamp: at } = await readHeader(rpc, block)
    const feeWei = String(BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice))
    const body = { job, hash, block: Number(block), reverted: false, feeWei, recalled: true }
    lines.push({ at, body: JSON.stringify(body) })
  }
  database.atomically(() => {
    for (const line of lines) appendEvent(database, { ...line, vault, kind: 'mined' })
  })
}

async function tracesOf(
  rpc: DecisionSources['rpc'],
  addresses: readonly `0x${string}`[],
  first: bigint,
  last: bigint,
): Promise<readonly Trace[]> {
  const abi = [...inferenceRegistryAbi, ...featureOracleAbi]
  const traces = new Map<Hash, Trace>()
  for (let fromBlock = first; fromBlock <= last; fromBlock += mostBlocks) {
    const end = fromBlock + mostBlocks - 1n
    const toBlock = end < last ? end : last
    const logs = await rpc.client.getLogs({ address: [...addresses], fromBlock, toBlock })
    for (const { eventName, transactionHash: hash, blockNumber: block } of parseEventLogs({
      abi,
      logs,
    })) {
      const job = jobOf[eventName]
      if (job !== undefined) traces.set(hash, { job, hash, block })
    }
  }
  return [...traces.values()]
}
