import { CancelledError, RetryableError, type TickwiseError } from '@tickwise/amm'
import {
  BaseError,
  encodeFunctionData,
  type Abi,
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
import { createWalletClient, http } from 'viem'
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

/** What happens while steps are sent. */
export interface StepReporter {
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
  options: StepReporter & { readonly signal?: AbortSignal; readonly context?: RevertContext } = {},
): Promise<readonly SentStep[]> {
  const sent: SentStep[] = []
  for (const [index, step] of steps.entries()) {
    options.signal?.throwIfAborted()
    await simulateSteps(connection, account.address, [step], options.context)
    const hash = await send(connection, account, step, options.context)
    options.onSent?.(step, hash, index)
    const receipt = await mined(connection, step, hash, options.signal)
    if (receipt.status === 'reverted') {
      throw await whyReverted(connection, account.address, step, receipt, options.context)
    }
    const done = { step, hash, receipt }
    options.onMined?.(done, index)
    sent.push(done)
  }
  return sent
}

async function send(
  { client, rpcUrl }: ChainConnection,
  account: Account,
  { to, data }: Step,
  context: RevertContext | undefined,
): Promise<Hash> {
  try {
    const transport = http(rpcUrl, { retryCount: 0, timeout: 60_000 })
    const wallet = createWalletClient({ account, chain: client.chain, transport })
    return await wallet.sendTransaction({ to, data })
  } catch (error) {
    throw translateError(error, context)
  }
}

async function mined(
  { client }: ChainConnection,
  step: Step,
  hash: Hash,
  signal: AbortSignal | undefined,
): Promise<TransactionReceipt> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void =>
      reject(
        new CancelledError('E_CANCELLED', 'stopped while a transaction was under way', {
          hint: 'it may still be mined: look for its hash before sending again',
          facts: { step: step.title, transaction: hash },
        }),
      )
    if (signal?.aborted === true) stop()
    signal?.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([
      client.waitForTransactionReceipt({ hash, timeout: 300_000 }),
      stopped,
    ])
  } catch (error) {
    const known = translateError(error)
    throw Object.assign(known, { facts: { ...known.facts, transaction: hash } })
  }
}

/** Runs the reverted call again on the state it met, to learn the reason. */
async function whyReverted(
  { client }: ChainConnection,
  account: Address,
  { to, data }: Step,
  { blockNumber, transactionHash }: TransactionReceipt,
  context: RevertContext | undefined,
): Promise<TickwiseError> {
  const facts = { transaction: transactionHash }
  try {
    await client.call({ account, to, data, blockNumber })
  } catch (error) {
    const reason = translateError(error, context)
    return Object.assign(reason, { facts: { ...reason.facts, ...facts } })
  }
  return new RetryableError('E_REVERTED', 'the transaction was mined and reverted', {
    hint: 'the state changed between simulation and block: run the command again',
    facts,
  })
}
