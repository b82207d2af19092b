import { UserError } from '@tickwise/amm'
import { decodeModel, type ModelFile } from '@tickwise/forecast'
import { isHash, zeroAddress, type Address, type Hash } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { translated } from '../chain/translate-error.ts'
import { quantizedModelAbi } from '../generated/quantized-model.ts'
import { firstUnderived, type ModelSource, type Rerun } from './derive.ts'
import { firstDifference, type Difference } from './difference.ts'
import { receiptFromChain } from './from-chain.ts'
import { readModelFile } from './model-bytes.ts'
import type { Receipt } from './receipt.ts'
import type { StateMethod } from './state-before.ts'

/** With what a receipt is verified. */
export interface VerifyOptions {
  /** Of an archive endpoint. */
  readonly connection: ChainConnection
  /** Canonical bytes of the model; without them it is read from the chain. */
  readonly modelFile?: Uint8Array
  /** Which vault, where a transaction reveals for several. */
  readonly vault?: Address
  /** Models that were read before, by address; filled on the way. */
  readonly models?: Map<Address, ModelFile | undefined>
}

/** The outcome of a verification. */
export interface Verdict {
  readonly result: 'match' | 'difference'
  /** Absent where everything matches. */
  readonly difference?: Difference
  /** As the chain has it. */
  readonly receipt: Receipt
  readonly stateFrom: StateMethod
  /**
   * Where the model came from that was run again: `deployment` is its deployment transaction, whose bytes
   * the address proves; `contract` means that the contract itself was asked; `none` that nobody can.
   */
  readonly modelFrom: ModelSource
}

/** A receipt: as it is here, or parsed from JSON. */
export type ReceiptLike = { readonly reveal: { readonly transaction: Hash } } & object

/**
 * Runs a decision again: features from the oracle, the model's integers, digest and hashes, the policy's
 * plan at the state before, the swap in an exact pool, the positions, the values, and the log's head. A
 * receipt that was given is first compared with what the chain says, field by field in the order of
 * {@link Receipt}.
 *
 * @param subject a receipt, or the transaction of a reveal
 * @throws UserError what {@link receiptFromChain} throws; `E_RECEIPT` for what is no receipt
 * @example
 * const { result, difference } = await verifyReceipt(hash, { connection })
 * if (difference !== undefined) console.log(difference.field, difference.found, difference.expected)
 */
export async function verifyReceipt(
  subject: ReceiptLike | Hash,
  options: VerifyOptions,
): Promise<Verdict> {
  const { connection } = options
  const hash = typeof subject === 'string' ? subject : transactionOf(subject)
  const { receipt, stateFrom } = await receiptFromChain(connection, hash, options.vault)
  const rerun = await openModel(receipt, options)
  const difference =
    (typeof subject === 'string' ? undefined : differenceFrom(subject, receipt)) ??
    firstUnderived(receipt, rerun)
  const verdict = { receipt, stateFrom, modelFrom: rerun.source }
  return difference === undefined
    ? { result: 'match', ...verdict }
    : { result: 'difference', difference, ...verdict }
}

function transactionOf(subject: ReceiptLike): Hash {
  const transaction: unknown = subject.reveal?.transaction
  if (typeof transaction === 'string' && isHash(transaction)) return transaction
  throw new UserError('E_RECEIPT', 'the receipt does not say which transaction it is of', {
    hint: 'give a receipt of the format tickwise-receipt/1, or the hash of the transaction',
  })
}

/** No chain knows the reason: what a receipt says there is its own. */
function differenceFrom(given: ReceiptLike, receipt: Receipt): Difference | undefined {
  const decision: unknown = Reflect.get(given, 'decision')
  const reason: unknown =
    typeof decision === 'object' && decision !== null ? Reflect.get(decision, 'reason') : undefined
  const expected = {
    ...receipt,
    decision: { ...receipt.decision, ...(reason === undefined ? {} : { reason }) },
  }
  return firstDifference(given, expected, '')
}

async function openModel(
  { model, reveal, features }: Receipt,
  { connection, modelFile, models = new Map() }: VerifyOptions,
): Promise<Rerun> {
  if (modelFile !== undefined) return { source: 'file', model: decodeModel(modelFile) }
  const { implementation, modelHash, tier } = model
  const runs = tier === 'recomputed' || tier === 'optimistic'
  if (!runs || implementation === zeroAddress || features === undefined) return { source: 'none' }
  if (!models.has(implementation)) {
    const { blockNumber } = reveal
    models.set(
      implementation,
      await readModelFile(connection, implementation, modelHash, blockNumber),
    )
  }
  const read = models.get(implementation)
  if (read !== undefined) return { source: 'deployment', model: read }
  const asked = await translated(
    connection.client.readContract({
      address: implementation,
      abi: quantizedModelAbi,
      functionName: 'infer',
      args: [features.standardised],
      blockNumber: reveal.blockNumber,
    }),
  )
  return { source: 'contract', asked }
}
