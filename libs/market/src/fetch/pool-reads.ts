import type { Hex } from '@tickwise/amm'
import { toFunctionSelector } from 'viem'
import { quantity } from './chain-log.ts'
import { RpcFailure } from './rpc-failure.ts'
import { askMany } from './rpc-pool.ts'
import type { RpcPool } from './rpc-pool.ts'

/** A call of a view function; all arguments are integers. */
export interface ViewCall {
  readonly to: Hex
  /** For example `ticks(int24)`. */
  readonly signature: string
  readonly args?: readonly number[]
}

/**
 * The answers of view functions at a block, as hex digits without prefix: empty where there is no
 * contract. No multicall contract is needed: the calls go out in JSON-RPC batches.
 * Errors: {@link RpcFailure} when no endpoint can answer, RetryableError `E_RPC_ALL_DEAD`.
 */
export async function readViews(
  pool: RpcPool,
  calls: readonly ViewCall[],
  block: number | 'latest',
): Promise<readonly string[]> {
  const tag = block === 'latest' ? block : quantity(block)
  const answers = await askMany(
    pool,
    calls.map((call) => ({
      method: 'eth_call',
      params: [{ to: call.to, data: callData(call) }, tag],
    })),
  )
  return answers.map((answer) => {
    if (typeof answer === 'string' && /^0x([0-9a-f]{2})*$/i.test(answer)) return answer.slice(2)
    throw new RpcFailure('rejected', 'the answer to eth_call is not data')
  })
}

/** Word `index` of an answer as an unsigned integer. Errors: {@link RpcFailure} when there is none. */
export function wordOf(answer: string | undefined, index: number): bigint {
  const word = answer?.slice(64 * index, 64 * (index + 1)) ?? ''
  if (word.length === 64) return BigInt(`0x${word}`)
  throw new RpcFailure('rejected', 'the contract does not answer as a Uniswap v3 pool does')
}

/** Word `index` of an answer as a signed integer. */
export function signedWordOf(answer: string | undefined, index: number): bigint {
  return BigInt.asIntN(256, wordOf(answer, index))
}

function callData({ signature, args = [] }: ViewCall): string {
  const words = args.map((arg) => BigInt.asUintN(256, BigInt(arg)).toString(16).padStart(64, '0'))
  return [toFunctionSelector(`function ${signature}`), ...words].join('')
}
