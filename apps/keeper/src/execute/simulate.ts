import type { TickwiseError } from '@tickwise/amm'
import { RetryableError } from '@tickwise/amm'
import { RpcFailure } from '@tickwise/market'
import { revertError } from '@tickwise/protocol'
import type { Address, Hex } from 'viem'
import { quantity } from '../chain/endpoint.ts'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'

/** A call as it would be sent. */
export interface Call {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
}

/** What a call would do in the next block. */
export type Simulation =
  | { readonly kind: 'works'; readonly gasLimit: bigint; readonly logs: readonly RawLog[] }
  /** The contracts say no. */
  | { readonly kind: 'refused'; readonly error: TickwiseError }

/** A log of a simulated call. */
export interface RawLog {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/**
 * Tries a call in a block of its own on top of the head (`eth_simulateV1`), at the time at which it is going
 * to be mined: windows open and close by seconds, and the head may be older. Nodes without that method answer
 * `eth_call` and `eth_estimateGas` with the same time.
 *
 * @throws RetryableError when no endpoint answers
 */
export async function simulate(rpc: KeeperRpc, call: Call, time: number): Promise<Simulation> {
  try {
    const answer = (await rpc.request('eth_simulateV1', [
      {
        blockStateCalls: [{ blockOverrides: { time: quantity(BigInt(time)) }, calls: [call] }],
        validation: false,
      },
      'latest',
    ])) as SimulatedBlocks
    return ofSimulatedCall(answer[0]?.calls[0])
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error
    if (error.kind === 'unsupported' || error.answer?.code === -32_601) {
      return simulateByCall(rpc, call, time)
    }
    throw unanswered(error)
  }
}

type SimulatedBlocks = readonly { readonly calls: readonly SimulatedCall[] }[]

interface SimulatedCall {
  readonly status: Hex
  readonly returnData: Hex
  readonly gasUsed: Hex
  readonly logs?: readonly RawLog[]
  readonly error?: { readonly message: string; readonly data?: Hex }
}

function ofSimulatedCall(call: SimulatedCall | undefined): Simulation {
  if (call === undefined) throw new RetryableError('E_RPC', 'a simulation came back incomplete')
  if (BigInt(call.status) === 1n) {
    return { kind: 'works', gasLimit: gasLimitFor(BigInt(call.gasUsed)), logs: call.logs ?? [] }
  }
  const data = call.error?.data ?? call.returnData
  return { kind: 'refused', error: revertError(data === '0x' ? '0x' : data, {}) }
}

async function simulateByCall(rpc: KeeperRpc, call: Call, time: number): Promise<Simulation> {
  const overrides = { time: quantity(BigInt(time)) }
  try {
    await rpc.request('eth_call', [call, 'latest', {}, overrides])
    const gas = await rpc.request('eth_estimateGas', [call, 'latest', {}, overrides])
    return { kind: 'works', gasLimit: gasLimitFor(BigInt(gas as Hex)), logs: [] }
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error
    const data = error.answer?.data
    if (typeof data === 'string' && data.startsWith('0x')) {
      return { kind: 'refused', error: revertError(data as Hex, {}) }
    }
    if (error.kind === 'rejected') return { kind: 'refused', error: revertError('0x', {}) }
    throw unanswered(error)
  }
}

/**
 * Gas is given back at the end of a transaction (a fifth of it at most, EIP-3529), and had to be there before;
 * another block finds other slots to write.
 */
function gasLimitFor(gasUsed: bigint): bigint {
  return (gasUsed * 3n) / 2n + 50_000n
}

function unanswered(error: RpcFailure): RetryableError {
  return new RetryableError('E_RPC', `no endpoint could try the call: ${error.message}`, {
    hint: 'it is tried again at the next tick',
    cause: error,
  })
}
