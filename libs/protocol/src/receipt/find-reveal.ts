import { UserError } from '@tickwise/amm'
import {
  getAddress,
  parseEventLogs,
  type Address,
  type Hash,
  type Log,
  type Transaction,
  type TransactionReceipt,
} from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { translated } from '../chain/translate-error.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import type { Inference, Output } from '../inference/types.ts'

/** A reveal as its transaction tells it. */
export interface Reveal {
  readonly transaction: Transaction<bigint, number, false>
  readonly mined: TransactionReceipt
  readonly timestamp: bigint
  readonly registry: Address
  readonly event: RevealedEvent
  /** Of the vault; absent unless the policy was carried out. */
  readonly rebalanced?: RebalancedEvent
  readonly fees: { readonly amount0: bigint; readonly amount1: bigint }
}

/** `Revealed` of the registry. */
export interface RevealedEvent {
  readonly vault: Address
  readonly inferenceId: Hash
  readonly inference: Inference
  readonly output: Output
  readonly outcome: number
  readonly varianceX32: bigint
  readonly valueBefore: bigint
  readonly valueAfter: bigint
  readonly head: Hash
  readonly length: number
}

/** `Rebalanced` of the vault. */
export interface RebalancedEvent {
  readonly referenceTick: number
  readonly valueBefore: bigint
  readonly valueAfter: bigint
  readonly zeroForOne: boolean
  readonly swapIn: bigint
  readonly swapOut: bigint
  readonly idle0: bigint
  readonly idle1: bigint
  readonly positions: readonly {
    readonly tickLower: number
    readonly tickUpper: number
    readonly liquidity: bigint
  }[]
}

/**
 * Reads the reveal of a transaction.
 *
 * @param vault which one, where a transaction reveals for several
 * @throws UserError `E_NO_REVEAL` for a transaction without one; `E_WHICH_REVEAL` for one with several
 */
export async function findReveal(
  { client }: ChainConnection,
  hash: Hash,
  vault?: Address,
): Promise<Reveal> {
  const [transaction, mined] = await translated(
    Promise.all([client.getTransaction({ hash }), client.getTransactionReceipt({ hash })]),
  )
  const event = theReveal(mined.logs, hash, vault)
  const { timestamp } = await translated(client.getBlock({ blockNumber: mined.blockNumber }))
  const logs = mined.logs.filter(({ address }) => sameAddress(address, event.args.vault))
  const [rebalanced] = parseEventLogs({ abi: strategyVaultAbi, eventName: 'Rebalanced', logs })
  const [fees] = parseEventLogs({ abi: strategyVaultAbi, eventName: 'FeesCollected', logs })
  if (transaction.blockNumber === null) throw noReveal(hash)
  return {
    transaction,
    mined,
    timestamp,
    registry: getAddress(event.address),
    event: event.args,
    ...(rebalanced === undefined ? {} : { rebalanced: rebalanced.args }),
    fees: fees?.args ?? { amount0: 0n, amount1: 0n },
  }
}

function theReveal(logs: readonly Log[], hash: Hash, vault: Address | undefined) {
  const events = parseEventLogs({
    abi: inferenceRegistryAbi,
    eventName: 'Revealed',
    logs: [...logs],
  }).filter(({ args }) => vault === undefined || sameAddress(args.vault, vault))
  const [event, another] = events
  if (event === undefined) throw noReveal(hash)
  if (another !== undefined) {
    throw new UserError('E_WHICH_REVEAL', `the transaction ${hash} reveals several inferences`, {
      hint: 'verify the vault instead, from the block of the transaction',
    })
  }
  return event
}

function noReveal(hash: Hash): UserError {
  return new UserError('E_NO_REVEAL', `the transaction ${hash} reveals no inference`, {
    hint: 'give a transaction with an event Revealed, such as one that rebalanced a vault',
  })
}

/** Whether two texts name the same account. */
export function sameAddress(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
