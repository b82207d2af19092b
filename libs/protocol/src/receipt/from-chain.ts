import { InvariantError, UserError } from '@tickwise/amm'
import { parseEventLogs, zeroAddress, type Address, type Hash } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import type { ContractReader } from '../chain/reader.ts'
import { translated } from '../chain/translate-error.ts'
import { inferenceRegistryAbi } from '../generated/inference-registry.ts'
import { quantizedModelAbi } from '../generated/quantized-model.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { policyIdOf } from '../inference/hashes.ts'
import { readFeatures, readRawFeatures } from '../inference/oracle.ts'
import { readLog, readModel, readTerms } from '../inference/read-registry.ts'
import { outcomes } from '../inference/types.ts'
import { openVault, type Vault } from '../vault/open-vault.ts'
import { findReveal, sameAddress, type Reveal } from './find-reveal.ts'
import { readRebalanceInputs, readStateBefore } from './read-inputs.ts'
import type { Rebalance, Receipt, ReceiptModel } from './receipt.ts'
import { recomputeRebalance } from './recompute.ts'
import { openStateBefore, type ReaderBefore, type StateMethod } from './state-before.ts'
import { poolAbi } from '../errors/standard-abis.ts'

/** A receipt, and how the state before the reveal was found. */
export interface ChainReceipt {
  readonly receipt: Receipt
  readonly stateFrom: StateMethod
}

/**
 * The receipt of a reveal, from nothing but an archive endpoint: the transaction's events for what happened,
 * views of the contracts right before it for what was there.
 *
 * @param vault which one, where a transaction reveals for several
 * @throws UserError `E_NO_REVEAL`, `E_WHICH_REVEAL`, `E_NOT_ITS_REGISTRY`, `E_STATE_BEFORE`,
 *   `E_NO_SIMULATION`
 * @example
 * const { receipt } = await receiptFromChain(connection, hash)
 * writeFileSync('receipt.json', receiptJson(receipt))
 */
export async function receiptFromChain(
  connection: ChainConnection,
  hash: Hash,
  vault?: Address,
): Promise<ChainReceipt> {
  const reveal = await findReveal(connection, hash, vault)
  const opened = await openVault(connection, reveal.event.vault)
  const commitment = await findCommitment(connection, reveal)
  const at = { blockNumber: commitment.mined.blockNumber }
  const { oracle } = await readTerms(connection, reveal.registry, opened.address, at)
  const watched = [opened.pool, opened.address, reveal.registry, oracle]
  const before = await openStateBefore(connection, reveal, watched)
  await requireItsRegistry(before, opened, reveal)
  const receipt = await assemble(connection, before, { reveal, vault: opened, oracle, commitment })
  return { receipt, stateFrom: before.method }
}

interface Parts {
  readonly reveal: Reveal
  readonly vault: Vault
  readonly oracle: Address
  readonly commitment: Receipt['commitment']
}

async function assemble(
  { chainId }: ChainConnection,
  before: ReaderBefore,
  { reveal, vault, oracle, commitment }: Parts,
): Promise<Receipt> {
  const { event, mined, registry, timestamp } = reveal
  const model = await readReceiptModel(before, registry, event.inference.modelId)
  const [features, stateBefore, parameters, log] = await Promise.all([
    readModelFeatures(before, oracle, model, event.inference.epoch),
    readStateBefore(before, vault),
    translated(
      before.client.readContract({
        address: vault.address,
        abi: strategyVaultAbi,
        functionName: 'policyParameters',
      }),
    ),
    readLog(before, registry, vault.address),
  ])
  const { inputs, plan } =
    reveal.rebalanced === undefined
      ? { inputs: undefined, plan: undefined }
      : await planOf(before, vault, stateBefore, parameters, event.varianceX32)
  return {
    format: 'tickwise-receipt/1',
    chainId,
    registry,
    vault: vault.address,
    pool: vault.pool,
    oracle,
    reveal: {
      transaction: mined.transactionHash,
      blockNumber: mined.blockNumber,
      blockHash: mined.blockHash,
      timestamp: Number(timestamp),
    },
    epoch: event.inference.epoch,
    commitment,
    model,
    ...(features === undefined ? {} : { features }),
    forecast: { forecastX16: event.output.forecastX16, varianceX32: event.varianceX32 },
    decision: { trade: event.output.trade, outcome: outcomes[event.outcome] ?? 'none' },
    policy: { id: policyIdOf(parameters), parameters },
    stateBefore,
    ...(inputs === undefined
      ? {}
      : { rebalance: { inputs, plan, effects: effectsOf(reveal, vault) } }),
    log: { headBefore: log.head, head: event.head, length: event.length },
  }
}

async function planOf(
  before: ContractReader,
  vault: Vault,
  stateBefore: Receipt['stateBefore'],
  parameters: Receipt['policy']['parameters'],
  varianceX32: bigint,
): Promise<Pick<Rebalance, 'inputs' | 'plan'>> {
  const inputs = await readRebalanceInputs(before, vault, stateBefore)
  return recomputeRebalance(parameters, varianceX32, stateBefore, inputs)
}

/** What the events say that the rebalance did. */
function effectsOf({ rebalanced, fees, mined }: Reveal, vault: Vault): Rebalance['effects'] {
  if (rebalanced === undefined) throw new InvariantError('E_NO_EVENT', 'there is no rebalance')
  const { zeroForOne, swapIn, swapOut, positions, idle0, idle1, referenceTick } = rebalanced
  const logs = mined.logs.filter(({ address }) => sameAddress(address, vault.pool))
  const swapped = parseEventLogs({ abi: poolAbi, eventName: 'Swap', logs }).find(({ args }) =>
    sameAddress(args.recipient, vault.address),
  )
  const swap = {
    zeroForOne,
    paid: swapIn,
    received: swapOut,
    sqrtPriceAfterX96: swapped?.args.sqrtPriceX96 ?? 0n,
  }
  return {
    fees0: fees.amount0,
    fees1: fees.amount1,
    ...(swapIn === 0n && swapOut === 0n ? {} : { swap }),
    positions,
    idle0,
    idle1,
    referenceTick,
    valueBefore: rebalanced.valueBefore,
    valueAfter: rebalanced.valueAfter,
  }
}

/** A commitment is of a block after the one that it observed. */
async function findCommitment(
  { client }: ChainConnection,
  { registry, event, mined, transaction }: Reveal,
): Promise<Receipt['commitment']> {
  const { inferenceId, inference } = event
  const logs = await translated(
    client.getContractEvents({
      address: registry,
      abi: inferenceRegistryAbi,
      eventName: 'Committed',
      args: { inferenceId, vault: event.vault },
      fromBlock: inference.observedBlock,
      toBlock: mined.blockNumber,
    }),
  )
  const log = logs.at(-1)
  if (log === undefined) {
    throw new UserError('E_NO_COMMITMENT', 'the inference was revealed without a commitment', {
      hint: 'the registry is not a Tickwise one, or the endpoint lacks its logs',
      facts: { registry, transaction: transaction.hash },
    })
  }
  const { timestamp } = await translated(client.getBlock({ blockNumber: log.blockNumber }))
  return {
    inferenceId,
    mined: {
      transaction: log.transactionHash,
      blockNumber: log.blockNumber,
      timestamp: Number(timestamp),
    },
    inference,
  }
}

/** Anyone can write a contract with the same event. */
async function requireItsRegistry(
  { client }: ContractReader,
  vault: Vault,
  { registry }: Reveal,
): Promise<void> {
  const question = {
    address: vault.address,
    abi: strategyVaultAbi,
    functionName: 'registry',
  } as const
  const its = await translated(client.readContract(question))
  if (sameAddress(its, registry)) return
  throw new UserError('E_NOT_ITS_REGISTRY', `the event is not of the vault's registry`, {
    hint: 'the vault had another registry at that time, which knows nothing of this',
    facts: { vault: vault.address, registry: its, emitter: registry },
  })
}

async function readReceiptModel(
  reader: ContractReader,
  registry: Address,
  modelId: number,
): Promise<ReceiptModel> {
  const { tier, implementation, modelHash } = await readModel(reader, registry, modelId)
  const question = { address: implementation, abi: quantizedModelAbi } as const
  const levelOffset =
    implementation === zeroAddress
      ? 0
      : await translated(reader.client.readContract({ ...question, functionName: 'levelOffset' }))
  return { id: modelId, tier, implementation, modelHash, levelOffset }
}

/** What the model was given: features of the epoch before the decision's. */
async function readModelFeatures(
  reader: ContractReader,
  oracle: Address,
  { implementation }: ReceiptModel,
  epoch: number,
): Promise<Receipt['features']> {
  if (implementation === zeroAddress) return undefined
  const question = { address: implementation, abi: quantizedModelAbi } as const
  const spec = await translated(
    reader.client.readContract({ ...question, functionName: 'featureSpec' }),
  )
  const [raw, standardised] = await Promise.all([
    readRawFeatures(reader, oracle, spec, epoch - 1),
    readFeatures(reader, oracle, spec, epoch - 1),
  ])
  return { spec, raw: [...raw], standardised: [...standardised] }
}
