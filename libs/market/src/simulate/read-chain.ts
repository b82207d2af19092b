import { poolAbi, type Anvil, type RpcRequest } from '@tickwise/localchain'
import { InvariantError, type Hex } from '@tickwise/amm'
import { decodeFunctionResult, encodeFunctionData, numberToHex } from 'viem'
import type { ExpectedState } from './actions.ts'
import type { RawLog } from '../fetch/decode-log.ts'

/** A log with the contract it came from. */
export interface AddressedLog extends RawLog {
  readonly address: string
  readonly transactionHash: string
}

interface NodeLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly blockNumber: string
  readonly logIndex: string
  readonly blockTimestamp: string
  readonly transactionHash: string
}

/** Logs of the given contracts in a range of blocks; takes its place in the order of requests at once. */
export async function readLogs(
  anvil: Anvil,
  addresses: readonly Hex[],
  fromBlock: number,
  toBlock: number,
): Promise<readonly AddressedLog[]> {
  const filter = {
    address: addresses,
    fromBlock: numberToHex(fromBlock),
    toBlock: numberToHex(toBlock),
  }
  const [logs] = await anvil.rpc.send([{ method: 'eth_getLogs', params: [filter] }])
  return (logs as readonly NodeLog[]).map((log) => ({
    address: log.address.toLowerCase(),
    topics: log.topics,
    data: log.data,
    blockNumber: Number(log.blockNumber),
    logIndex: Number(log.logIndex),
    timestamp: Number(log.blockTimestamp),
    transactionHash: log.transactionHash,
  }))
}

const views = ['slot0', 'liquidity', 'feeGrowthGlobal0X128', 'feeGrowthGlobal1X128'] as const

/** The pool's state after the blocks asked for so far; takes its place in the order of requests at once. */
export async function readPoolState(anvil: Anvil, pool: Hex): Promise<ExpectedState> {
  const [slot0, liquidity, growth0, growth1] = await anvil.rpc.send(
    views.map((functionName) => viewRequest(pool, functionName)),
  )
  const [sqrtPriceX96, tick] = decodeFunctionResult({
    abi: poolAbi,
    functionName: 'slot0',
    data: hexOf(slot0),
  })
  return {
    sqrtPriceX96,
    tick,
    liquidity: BigInt(hexOf(liquidity)),
    feeGrowthGlobal0X128: BigInt(hexOf(growth0)),
    feeGrowthGlobal1X128: BigInt(hexOf(growth1)),
  }
}

function viewRequest(to: Hex, functionName: (typeof views)[number]): RpcRequest {
  const data = encodeFunctionData({ abi: poolAbi, functionName })
  return { method: 'eth_call', params: [{ to, data }, 'latest'] }
}

function hexOf(result: unknown): Hex {
  if (typeof result === 'string' && result.startsWith('0x')) return `0x${result.slice(2)}`
  throw new InvariantError('E_SIMULATION', 'the local node gave no value for a view of the pool')
}
