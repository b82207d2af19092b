import {
  encodeAbiParameters,
  keccak256,
  numberToHex,
  parseAbiParameters,
  type Address,
  type Hex,
} from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { callStep, type Step } from '../chain/steps.ts'
import { translated } from '../chain/translate-error.ts'
import { riskTimelockAbi } from '../generated/risk-timelock.ts'

/** Calls that a timelock makes together once their delay has passed. */
export interface TimelockOperation {
  /** As the timelock knows it. */
  readonly id: Hex
  readonly timelock: Address
  /** What the timelock is going to send, in order; all or nothing. */
  readonly calls: readonly Step[]
  readonly delaySeconds: number
  /** A proposer sends it. */
  readonly schedule: Step
  /** An executor sends it, `delaySeconds` after the other is mined. */
  readonly execute: Step
}

const noWord = numberToHex(0, { size: 32 })
const batch = parseAbiParameters(
  'address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt',
)

/**
 * One operation of a timelock that makes all the calls, at the least delay that it accepts now.
 *
 * @param salt tells the same calls apart when they are proposed again
 * @example
 * const operation = await planOperation(connection, vault.timelock, 'set the terms', calls)
 * await sendSteps(connection, proposer, [operation.schedule])
 */
export async function planOperation(
  { client }: Pick<ChainConnection, 'client'>,
  timelock: Address,
  title: string,
  calls: readonly Step[],
  salt: Hex = noWord,
): Promise<TimelockOperation> {
  const call = { address: timelock, abi: riskTimelockAbi } as const
  const delay = await translated(client.readContract({ ...call, functionName: 'getMinDelay' }))
  const args = [
    calls.map(({ to }) => to),
    calls.map(() => 0n),
    calls.map(({ data }) => data),
    noWord,
    salt,
  ] as const
  return {
    id: keccak256(encodeAbiParameters(batch, args)),
    timelock,
    calls,
    delaySeconds: Number(delay),
    schedule: callStep(`propose: ${title}`, {
      ...call,
      functionName: 'scheduleBatch',
      args: [...args, delay],
    }),
    execute: callStep(`execute: ${title}`, { ...call, functionName: 'executeBatch', args }),
  }
}
