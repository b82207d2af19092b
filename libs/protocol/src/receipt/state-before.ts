import { UserError } from '@tickwise/amm'
import type { Address, Log } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import type { ContractReader } from '../chain/reader.ts'
import { translated } from '../chain/translate-error.ts'
import { sameAddress, type Reveal } from './find-reveal.ts'
import {
  readerWithin,
  simulateInBlock,
  type CallResult,
  type SimulatedCall,
} from './reader-before.ts'

/**
 * How the state right before a reveal was found.
 *
 * - `block-before`: no earlier transaction of the block left a log at any contract that counts, so the state
 *   is that of the block before.
 * - `replay`: the block's earlier transactions were run again, and left the logs there that they left on
 *   the chain.
 */
export type StateMethod = 'block-before' | 'replay'

/** Reads the state right before a reveal, at the reveal's time. */
export interface ReaderBefore extends ContractReader {
  readonly method: StateMethod
}

/**
 * Finds the state right before a reveal.
 *
 * @param watched pool, vault, registry and oracle: every change of theirs that counts leaves a log
 * @throws UserError `E_STATE_BEFORE` where it cannot be known exactly; `E_NO_SIMULATION`
 */
export async function openStateBefore(
  connection: ChainConnection,
  reveal: Reveal,
  watched: readonly Address[],
): Promise<ReaderBefore> {
  const { blockNumber, transactionIndex } = reveal.mined
  requireUntouched(reveal, watched)
  const block = { number: blockNumber, timestamp: reveal.timestamp }
  const inBlock = { address: [...watched], fromBlock: blockNumber, toBlock: blockNumber }
  const logs = await translated(connection.client.getLogs(inBlock))
  const before = logs.filter((log) => log.transactionIndex < transactionIndex)
  if (before.length === 0) return { method: 'block-before', ...readerWithin(connection, block, []) }
  const earlier = await transactionsBefore(connection, reveal)
  const replayed = (await simulateInBlock(connection, block, earlier)).flatMap(({ logs }) => logs)
  const relevant = replayed.filter(({ address }) => isOneOf(address, watched))
  if (fingerprint(relevant) !== fingerprint(before)) {
    throw unknownState(
      reveal,
      'the earlier transactions of its block leave other logs when run again',
    )
  }
  return { method: 'replay', ...readerWithin(connection, block, earlier) }
}

async function transactionsBefore(
  { client }: ChainConnection,
  { mined }: Reveal,
): Promise<readonly SimulatedCall[]> {
  const { blockNumber, transactionIndex } = mined
  const block = await translated(client.getBlock({ blockNumber, includeTransactions: true }))
  return block.transactions
    .filter((transaction) => transaction.transactionIndex < transactionIndex)
    .map(({ from, to, input, value, gas }) => ({
      account: from,
      ...(to === null ? {} : { to }),
      data: input,
      value,
      gas,
    }))
}

/**
 * A keeper may be a contract that does other things in the same transaction first: then the state before the
 * transaction is not the one before the reveal.
 */
function requireUntouched(reveal: Reveal, watched: readonly Address[]): void {
  const { transaction, registry, mined, event } = reveal
  if (transaction.to !== null && sameAddress(transaction.to, registry)) return
  const logs = mined.logs.filter(({ address }) => isOneOf(address, watched))
  const own = event.vault.slice(2).toLowerCase()
  const ofVault = (log: Log) =>
    sameAddress(log.address, event.vault) || log.topics.some((topic) => topic.endsWith(own))
  const first = logs[0]
  if (first !== undefined && ofVault(first)) return
  throw unknownState(
    reveal,
    'its transaction does something else at the pool or the registry first',
  )
}

function isOneOf(address: Address, watched: readonly Address[]): boolean {
  return watched.some((one) => sameAddress(one, address))
}

function fingerprint(logs: CallResult['logs']): string {
  return logs
    .map(({ address, topics, data }) => [address, ...topics, data].join().toLowerCase())
    .join('\n')
}

function unknownState({ transaction }: Reveal, why: string): UserError {
  return new UserError('E_STATE_BEFORE', `the state before the reveal is not known: ${why}`, {
    hint: 'try an archive endpoint of another kind of node',
    facts: { transaction: transaction.hash },
  })
}
