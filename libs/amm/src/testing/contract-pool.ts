import {
  actorAbi,
  createPool,
  deployActor,
  deployToken,
  deployUniswap,
  mineBlock,
  mineOnRequest,
  poolAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
} from '@tickwise/localchain'
import type { Anvil } from '@tickwise/localchain'
import { decodeFunctionResult, encodeFunctionData, encodePacked, keccak256 } from 'viem'
import { decodeEventLog, numberToHex } from 'viem'
import type { Address, Hex } from 'viem'
import type { Outcome, PoolOperation, Range } from './pool-operation.ts'

/** The real `UniswapV3Pool` on a local node, driven call by call. */
export interface ContractPool {
  readonly owners: readonly [Address, Address]
  /** Mines one block with these calls and returns what each did, in order. */
  mine(operations: readonly PoolOperation[], timestamp: number): Promise<Outcome[]>
  /** Return value or revert reason of a call on the present state, without doing it. */
  tryCall(operation: PoolOperation): Promise<Outcome>
  read(requests: readonly ReadRequest[]): Promise<(readonly bigint[])[]>
  observe(secondsAgos: readonly number[]): Promise<Outcome>
}

type ViewName =
  | 'slot0'
  | 'liquidity'
  | 'feeGrowthGlobal0X128'
  | 'feeGrowthGlobal1X128'
  | 'protocolFees'
  | 'ticks'
  | 'positions'
  | 'observations'
  | 'snapshotCumulativesInside'

export interface ReadRequest {
  readonly name: ViewName
  readonly args?: readonly (number | bigint | Hex)[]
}

export function readPosition(range: Range): ReadRequest {
  const { owner, tickLower, tickUpper } = range
  const packed = encodePacked(['address', 'int24', 'int24'], [owner, tickLower, tickUpper])
  return { name: 'positions', args: [keccak256(packed)] }
}

const GAS = 900_000_000

/** A node with the contracts on it; pools made from it share the node. */
export async function startContractPools(timestamp: number) {
  const anvil = await startAnvil({
    timestamp,
    gasLimit: BigInt(GAS) * 4n,
    hardfork: 'london',
    latestStateOnly: true,
  })
  const uniswap = await deployUniswap(anvil)
  return {
    stop: () => anvil.stop(),
    create: async (fee: number) => {
      await anvil.client.setAutomine(true)
      // One after the other: two at once would be given the same nonce now and then.
      const tokens = [await deployRichToken(anvil, 'A'), await deployRichToken(anvil, 'B')] as const
      const { pool } = await createPool(anvil, uniswap, tokens[0], tokens[1], fee)
      const owners = [await deployActor(anvil), await deployActor(anvil)] as const
      for (const to of tokens) {
        for (const owner of owners) {
          const args = [owner, 1n << 250n] as const
          await sendAndConfirm(anvil, { to, abi: tokenAbi, functionName: 'mint', args })
        }
      }
      await mineOnRequest(anvil)
      return contractPool(anvil, pool, owners)
    },
  }
}

function deployRichToken(anvil: Anvil, symbol: string): Promise<Address> {
  return deployToken(anvil, { symbol, name: `Token ${symbol}`, decimals: 18 })
}

async function contractPool(
  anvil: Anvil,
  pool: Address,
  owners: readonly [Address, Address],
): Promise<ContractPool> {
  const from = anvil.accounts[0]
  let nonce = await anvil.client.getTransactionCount({ address: from })
  const call = async (to: Address, data: Hex) => {
    const request = { from, to, data, gas: numberToHex(GAS), gasPrice: '0x0' }
    const [result] = await anvil.rpc.send([{ method: 'eth_call', params: [request, 'latest'] }])
    return result as Hex
  }
  return {
    owners,
    mine: async (operations, timestamp) => {
      const transactions = operations.map((operation) => ({
        from,
        ...encode(operation, pool, owners[0]),
        nonce: nonce++,
        gas: GAS,
      }))
      const hashes = await mineBlock(anvil, { timestamp, transactions })
      const receipts = await anvil.rpc.send(
        hashes.map((hash) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
      )
      return receipts.map((receipt) => receiptOutcome(receipt as Receipt, pool))
    },
    tryCall: (operation) => {
      const { to, data } = encode(operation, pool, owners[0])
      return callOutcome(async () => words(await call(to, data)))
    },
    observe: (secondsAgos) =>
      callOutcome(async () => {
        const functionName = 'observe'
        const input = encodeFunctionData({ abi: poolAbi, functionName, args: [secondsAgos] })
        const data = await call(pool, input)
        return decodeFunctionResult({ abi: poolAbi, functionName, data }).flat()
      }),
    read: async (requests) => {
      const calls = requests.map(({ name, args }) => {
        const data = encodeFunctionData({ abi: poolAbi, functionName: name, args } as ViewCall)
        return { method: 'eth_call', params: [{ to: pool, data }, 'latest'] }
      })
      const results = await anvil.rpc.send(calls)
      return results.map((data) => words(data as Hex))
    },
  }
}

type ViewCall = Parameters<typeof encodeFunctionData<typeof poolAbi, ViewName>>[0]

interface Receipt {
  readonly status: Hex
  readonly logs: readonly { readonly address: Hex; readonly topics: Hex[]; readonly data: Hex }[]
}

function encode(operation: PoolOperation, pool: Address, trader: Address) {
  const onPool = (data: Hex) => ({ to: pool, data })
  const abi = poolAbi
  switch (operation.kind) {
    case 'initialize': {
      const args = [operation.sqrtPriceX96] as const
      return onPool(encodeFunctionData({ abi, functionName: 'initialize', args }))
    }
    case 'setFeeProtocol': {
      const args = [operation.share0, operation.share1] as const
      return onPool(encodeFunctionData({ abi, functionName: 'setFeeProtocol', args }))
    }
    case 'collectProtocol': {
      const args = [trader, operation.amount0, operation.amount1] as const
      return onPool(encodeFunctionData({ abi, functionName: 'collectProtocol', args }))
    }
    case 'increaseObservationCardinalityNext': {
      const args = [operation.next] as const
      return onPool(encodeFunctionData({ abi, functionName: operation.kind, args }))
    }
    case 'swap':
    case 'mint':
    case 'burn':
    case 'collect':
    case 'flash':
      return encodeForActor(operation, pool, trader)
  }
}

function encodeForActor(
  operation: Extract<PoolOperation, { kind: 'swap' | 'mint' | 'burn' | 'collect' | 'flash' }>,
  pool: Address,
  trader: Address,
) {
  const abi = actorAbi
  switch (operation.kind) {
    case 'swap': {
      const { zeroForOne, amountSpecified, sqrtPriceLimitX96 } = operation
      const args = [pool, trader, zeroForOne, amountSpecified, sqrtPriceLimitX96] as const
      return { to: trader, data: encodeFunctionData({ abi, functionName: 'swap', args }) }
    }
    case 'flash': {
      const { amount0, amount1, extra0, extra1 } = operation
      const args = [pool, trader, amount0, amount1, extra0, extra1] as const
      return { to: trader, data: encodeFunctionData({ abi, functionName: 'flash', args }) }
    }
    case 'mint': {
      const { owner: to, tickLower, tickUpper, liquidity } = operation
      const args = [pool, to, tickLower, tickUpper, liquidity] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'mint', args }) }
    }
    case 'burn': {
      const { owner: to, tickLower, tickUpper, liquidity } = operation
      const args = [pool, tickLower, tickUpper, liquidity] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'burn', args }) }
    }
    case 'collect': {
      const { owner: to, tickLower, tickUpper, amount0, amount1 } = operation
      const args = [pool, to, tickLower, tickUpper, amount0, amount1] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'collect', args }) }
    }
  }
}

/** The numbers of the pool's own event, without addresses and the ticks of a range. */
function receiptOutcome(receipt: Receipt, pool: Address): Outcome {
  if (receipt.status !== '0x1') return { revert: '' }
  const log = receipt.logs.find(({ address }) => BigInt(address) === BigInt(pool))
  if (log === undefined) return { values: [] }
  const [signature = '0x', ...indexed] = log.topics
  const { args } = decodeEventLog({
    abi: poolAbi,
    data: log.data,
    topics: [signature, ...indexed],
  })
  const values = Object.entries(args).flatMap(([name, value]) =>
    name === 'tickLower' || name === 'tickUpper' || typeof value === 'string'
      ? []
      : [BigInt(value)],
  )
  return { values }
}

async function callOutcome(call: () => Promise<readonly bigint[]>): Promise<Outcome> {
  try {
    return { values: await call() }
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const reason = /execution reverted(?:: (?:revert: )?(\w*))?/.exec(message)
    if (reason === null) throw error
    return { revert: reason[1] ?? '' }
  }
}

/** Return data as signed 256-bit words: negative int24 and int56 come out negative. */
function words(data: Hex): readonly bigint[] {
  return (data.slice(2).match(/.{64}/g) ?? []).map((word) =>
    BigInt.asIntN(256, BigInt(`0x${word}`)),
  )
}
