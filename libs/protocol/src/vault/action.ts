import { InvariantError } from '@tickwise/amm'
import type { Address } from 'viem'
import type { Token } from '../amounts.ts'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep, type SentStep, type SimulatedStep, type Step } from '../chain/steps.ts'
import { erc20Abi } from '../errors/standard-abis.ts'

/** What a command is about to send, and how its outcome is read. */
export interface VaultAction<Result> {
  /** Approvals first where they are needed. */
  readonly steps: readonly Step[]
  /** What the last step would return; `undefined` where it could not be simulated. */
  readonly expected: (simulated: readonly SimulatedStep[]) => Result | undefined
  /** What happened, out of the events of the last step. */
  readonly result: (sent: readonly SentStep[]) => Result
}

/**
 * The approvals that let `spender` take exactly `amount` of a token: none where it may already, two for
 * tokens that change an allowance only by way of zero.
 */
export async function approvalSteps(
  { client }: ChainConnection,
  token: Token,
  {
    owner,
    spender,
    amount,
    title,
  }: {
    readonly owner: Address
    readonly spender: Address
    readonly amount: bigint
    readonly title: string
  },
): Promise<readonly Step[]> {
  const call = { address: token.address, abi: erc20Abi } as const
  const allowance = await client.readContract({
    ...call,
    functionName: 'allowance',
    args: [owner, spender],
  })
  if (allowance >= amount) return []
  const step = callStep(title, { ...call, functionName: 'approve', args: [spender, amount] })
  if (allowance === 0n) return [step]
  const direct = await client.call({ account: owner, to: step.to, data: step.data }).then(
    () => true,
    () => false,
  )
  if (direct) return [step]
  const reset = callStep(`take back the approval of ${token.symbol} that is there`, {
    ...call,
    functionName: 'approve',
    args: [spender, 0n],
  })
  return [reset, step]
}

/** What an account holds of a token. */
export async function balanceOf(
  { client }: ChainConnection,
  { address }: Token,
  account: Address,
): Promise<bigint> {
  const args = [account] as const
  return client.readContract({ address, abi: erc20Abi, functionName: 'balanceOf', args })
}

/** The last of the steps that were sent. */
export function lastOf(sent: readonly SentStep[]): SentStep {
  const last = sent.at(-1)
  if (last === undefined) throw new InvariantError('E_NO_STEP', 'nothing was sent')
  return last
}

/** The one event that a step must have left. */
export function onlyEvent<event>(events: readonly event[], name: string): event {
  const event = events.at(-1)
  if (event === undefined) {
    throw new InvariantError('E_NO_EVENT', `the transaction was mined without a ${name} event`)
  }
  return event
}

/** The returned bytes of the last step, where all were simulated. */
export function lastReturn(
  steps: readonly Step[],
  simulated: readonly SimulatedStep[],
): `0x${string}` | undefined {
  const last = simulated.at(-1)
  return simulated.length === steps.length ? last?.data : undefined
}
