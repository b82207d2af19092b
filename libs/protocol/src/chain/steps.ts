import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, RetryableError, type TickwiseError } from '@tickwise/amm'
import {
  BaseError,
  createWalletClient,
  encodeFunctionData,
  http,
  type Abi,
  TransactionReceiptNotFoundError,
  type Account,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  type Hash,
  type Hex,
  type Log,
  type TransactionReceipt,
} from 'viem'
import type { RevertContext } from '../errors/explanation.ts'
import { revertError } from '../errors/revert.ts'
import type { ChainConnection } from './connect.ts'
import { translateError } from './translate-error.ts'

/** One transaction of a command, in the order in which they are sent. */
export interface Step {
  /** For a person: what it does, with amounts. */
  readonly title: string
  readonly to: Address
  readonly data: Hex
}

/** What a step would do now, on top of the steps before it. */
export interface SimulatedStep {
  readonly step: Step
  /** What the call returns. */
  readonly data: Hex
  readonly gasUsed: bigint
  readonly logs: readonly Log[]
}

/** A step that is on the chain. */
export interface SentStep {
  readonly step: Step
  readonly hash: Hash
  readonly receipt: TransactionReceipt
}

/**
 * A step that calls a function of a contract.
 *
 * @example
 * callStep('pause the vault', { address: vault, abi: strategyVaultAbi, functionName: 'pause', args: [] })
 */
export function callStep<
  const abi extends Abi | readonly unknown[],
  name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
>(
  title: string,
  call: {
    readonly address: Address
    readonly abi: abi
    readonly functionName: name
    readonly args: ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>
  },
): Step {
  const data = encodeFunctionData({
    abi: call.abi,
    functionName: call.functionName,
    args: call.args,
  } as EncodeFunctionDataParameters)
  return { title, to: call.address, data }
}

/**
 * Runs the steps one after the other on top of the latest block without sending anything (`eth_simulateV1`),
 * each in a block of its own. Endpoints that do not know the method run the first step alone, and the
 * answer has one entry.
 *
 * @throws TickwiseError what the contract would revert with, with the step in its facts
 */
export async function simulateSteps(
  { client }: ChainConnection,
  account: Address,
  steps: readonly Step[],
  context: RevertContext = {},
): Promise<readonly SimulatedStep[]> {
  const [first] = steps
  if (first === undefined) return []
  if (steps.length > 1) {
    const together = await simulateTogether({ client }, account, steps, context)
    if (together !== undefined) return together
  }
  try {
    const { data } = await client.call({ account, to: first.to, data: first.data })
    const gasUsed = await client.estimateGas({ account, to: first.to, data: first.data })
    return [{ step: first, data: data ?? '0x', gasUsed, logs: [] }]
  } catch (error) {
    throw inStep(translateError(error, context), first)
  }
}

async function simulateTogether(
  { client }: Pick<ChainConnection, 'client'>,
  account: Address,
  steps: readonly Step[],
  context: RevertContext,
): Promise<readonly SimulatedStep[] | undefined> {
  const blocks = await client
    .simulateBlocks({
      blocks: steps.map(({ to, data }) => ({ calls: [{ account, to, data }] })),
    })
    .catch((error: unknown) => {
      // Known to nodes since 2024; a node that lacks it names it in different ways.
      if (error instanceof BaseError) return undefined
      throw error
    })
  return blocks?.map((block, i) => {
    const [call] = block.calls
    const step = steps[i] as Step
    if (call === undefined) throw new RetryableError('E_RPC', 'a simulation came back incomplete')
    if (call.status === 'failure') throw inStep(revertError(call.data, context), step)
    return { step, data: call.data, gasUsed: call.gasUsed, logs: call.logs ?? [] }
  })
}

/** Says in the facts of an error which step it is about. */
function inStep(error: TickwiseError, step: Step): TickwiseError {
  return Object.assign(error, { facts: { step: step.title, ...error.facts } })
}

/** How steps are sent, and who hears of it. */
export interface SendOptions {
  readonly signal?: AbortSignal
  /** The tokens that errors speak of. */
  readonly context?: RevertContext
  readonly onSent?: (step: Step, hash: Hash, index: number) => void
  readonly onMined?: (sent: SentStep, index: number) => void
}

/**
 * Sends the steps one after the other: each is simulated on the state that the one before it left, sent,
 * and waited for.
 *
 * @throws CancelledError when the signal aborts, with the hash of what may still be mined
 * @throws TickwiseError what a step reverts with; the steps before it stay done
 */
export async function sendSteps(
  connection: ChainConnection,
  account: Account,
  steps: readonly Step[],
  options: SendOptions = {},
): Promise<readonly SentStep[]> {
  const sent: SentStep[] = []
  for (const [index, step] of steps.entries()) {
    options.signal?.throwIfAborted()
    try {
      sent.push(await sendStep(connection, account, step, index, options))
    } catch (error) {
      const known = translateError(error, options.context)
      const done = steps.length === 1 ? {} : { done: `${sent.length} of ${steps.length}` }
      throw Object.assign(known, { facts: { step: step.title, ...known.facts, ...done } })
    }
  }
  return sent
}

async function sendStep(
  connection: ChainConnection,
  account: Account,
  step: Step,
  index: number,
  { signal, context, onSent, onMined }: SendOptions,
): Promise<SentStep> {
  const [simulated] = await simulateSteps(connection, account.address, [step], context)
  const gas = gasLimitFor(simulated?.gasUsed ?? 0n)
  const hash = await send(connection, account, step, gas)
  onSent?.(step, hash, index)
  const receipt = await mined(connection, hash, signal)
  if (receipt.status === 'reverted') {
    throw await whyReverted(connection, account.address, step, receipt, context)
  }
  const done = { step, hash, receipt }
  onMined?.(done, index)
  return done
}

async function send(
  { client, rpcUrl }: ChainConnection,
  account: Account,
  { to, data }: Step,
  gas: bigint,
): Promise<Hash> {
  const transport = http(rpcUrl, { retryCount: 0, timeout: 60_000 })
  const wallet = createWalletClient({ account, chain: client.chain, transport })
  return wallet.sendTransaction({ to, data, gas })
}

/** A later block has other storage to write than the one that was simulated on: a vault books the time. */
function gasLimitFor(gasUsed: bigint): bigint {
  return (gasUsed * 5n) / 4n + 20_000n
}

/** Asks for the receipt until it is there, or nobody wants to wait any longer. */
async function mined(
  { client }: ChainConnection,
  hash: Hash,
  signal: AbortSignal | undefined,
): Promise<TransactionReceipt> {
  const facts = { transaction: hash }
  const hint = 'it may still be mined: look for its hash before sending again'
  for (let waited = 0; waited < longestWaitMs; waited += client.pollingInterval) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return undefined
      throw Object.assign(translateError(error), { facts })
    })
    if (receipt !== undefined) return receipt
    await sleep(client.pollingInterval, undefined, { signal }).catch(() => undefined)
    if (signal?.aborted === true) {
      const sentence = 'stopped while a transaction was under way'
      throw new CancelledError('E_CANCELLED', sentence, { hint, facts })
    }
  }
  throw new RetryableError('E_NOT_MINED', 'the transaction is not mined yet', { hint, facts })
}

const longestWaitMs = 600_000

/** Runs the reverted call again on the state it met, to learn the reason. */
async function whyReverted(
  { client }: ChainConnection,
  account: Address,
  { to, data }: Step,
  { blockNumber, transactionHash, gasUsed }: TransactionReceipt,
  context: RevertContext | undefined,
): Promise<TickwiseError> {
  const facts = { transaction: transactionHash, gasUsed }
  try {
    await client.call({ account, to, data, blockNumber })
  } catch (error) {
    const reason = translateError(error, context)
    return Object.assign(reason, { facts: { ...reason.facts, ...facts } })
  }
  return new RetryableError('E_REVERTED', 'the transaction was mined and reverted', {
    hint: 'something changed between simulation and block: run the command again',
    facts,
  })
}
