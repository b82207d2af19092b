import type { PoolEvent } from '@tickwise/amm'
import {
  actorAbi,
  createPool,
  deployActor,
  deployToken,
  deployUniswap,
  poolAbi,
  positionManagerAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
  type Anvil,
  type LocalPool,
} from '@tickwise/localchain'
import {
  decodePoolLog,
  decodePositionLog,
  isRangeEvent,
  joinPositionEvents,
  type ChainState,
} from '@tickwise/market'
import { encodeFunctionData, type Address, type Hex } from 'viem'
import type { RealDay } from './real-days.ts'

const MAX_UINT128 = 2n ** 128n - 1n
const Q96 = 2n ** 96n

/** A real pool with the real position manager on a local node, and someone who trades in it. */
export interface LocalPositions {
  /** One transaction with all calls: `mint`, `increase`, `decrease`, `collect` encode them. */
  manage(...calls: readonly Hex[]): Promise<void>
  mint(tickLower: number, tickUpper: number, amount: bigint): Hex
  increase(tokenId: bigint, amount: bigint): Hex
  decrease(tokenId: bigint, liquidity: bigint): Hex
  collect(tokenId: bigint, atMost?: bigint): Hex
  liquidityOf(tokenId: bigint): Promise<bigint>
  swap(zeroForOne: boolean, amountIn: bigint): Promise<void>
  flash(extra0: bigint): Promise<void>
  /** The pool's state as the chain tells it now. */
  state(): Promise<ChainState>
  /** All logs so far, decoded. */
  history(): Promise<RealDay>
  stop(): Promise<void>
}

export async function startLocalPositions(): Promise<LocalPositions> {
  const anvil = await startAnvil({ timestamp: 1_700_000_000 })
  const uniswap = await deployUniswap(anvil)
  const tokens: Address[] = []
  for (const symbol of ['A', 'B'])
    tokens.push(await deployToken(anvil, { symbol, name: symbol, decimals: 18 }))
  const pool = await createPool(anvil, uniswap, tokens[0]!, tokens[1]!, 500)
  const actor = await deployActor(anvil)
  const manager = uniswap.positionManager
  const [owner] = anvil.accounts
  for (const to of tokens) {
    for (const holder of [actor, owner])
      await sendAndConfirm(anvil, {
        to,
        abi: tokenAbi,
        functionName: 'mint',
        args: [holder, 10n ** 30n],
      })
    await sendAndConfirm(anvil, {
      to,
      abi: tokenAbi,
      functionName: 'approve',
      args: [manager, 10n ** 30n],
    })
  }
  await sendAndConfirm(anvil, {
    to: pool.pool,
    abi: poolAbi,
    functionName: 'initialize',
    args: [Q96],
  })
  const act = { to: actor, abi: actorAbi } as const
  await sendAndConfirm(anvil, {
    ...act,
    functionName: 'mint',
    args: [pool.pool, actor, -6000, 6000, 10n ** 18n],
  })
  return {
    ...positionCalls(anvil, pool, manager, owner),
    async swap(zeroForOne, amountIn) {
      const limit = zeroForOne ? Q96 / 2n : Q96 * 2n
      await sendAndConfirm(anvil, {
        ...act,
        functionName: 'swap',
        args: [pool.pool, actor, zeroForOne, amountIn, limit],
      })
    },
    async flash(extra0) {
      await sendAndConfirm(anvil, {
        ...act,
        functionName: 'flash',
        args: [pool.pool, actor, 10n ** 15n, 0n, extra0, 0n],
      })
    },
    state: () => readState(anvil, pool.pool),
    history: () => readHistory(anvil, pool.pool, manager),
    stop: () => anvil.stop(),
  }
}

function positionCalls(anvil: Anvil, pool: LocalPool, manager: Address, owner: Address) {
  const abi = positionManagerAbi
  const limits = { amount0Min: 0n, amount1Min: 0n, deadline: 2n ** 64n }
  return {
    async manage(...calls: readonly Hex[]) {
      await sendAndConfirm(anvil, { to: manager, abi, functionName: 'multicall', args: [calls] })
    },
    mint(tickLower: number, tickUpper: number, amount: bigint) {
      const { token0, token1 } = pool
      const wanted = { amount0Desired: amount, amount1Desired: amount }
      const where = { token0, token1, fee: 500, tickLower, tickUpper }
      const request = { ...where, ...wanted, ...limits, recipient: owner }
      return encodeFunctionData({ abi, functionName: 'mint', args: [request] })
    },
    increase(tokenId: bigint, amount: bigint) {
      const request = { tokenId, amount0Desired: amount, amount1Desired: amount, ...limits }
      return encodeFunctionData({ abi, functionName: 'increaseLiquidity', args: [request] })
    },
    decrease(tokenId: bigint, liquidity: bigint) {
      const request = { tokenId, liquidity, ...limits }
      return encodeFunctionData({ abi, functionName: 'decreaseLiquidity', args: [request] })
    },
    collect(tokenId: bigint, atMost: bigint = MAX_UINT128) {
      const request = { tokenId, recipient: owner, amount0Max: atMost, amount1Max: atMost }
      return encodeFunctionData({ abi, functionName: 'collect', args: [request] })
    },
    async liquidityOf(tokenId: bigint) {
      const position = await anvil.client.readContract({
        address: manager,
        abi,
        functionName: 'positions',
        args: [tokenId],
      })
      return position[7]
    },
  }
}

async function readState(anvil: Anvil, address: Address): Promise<ChainState> {
  const blockNumber = await anvil.client.getBlockNumber()
  const at = { address, abi: poolAbi, blockNumber } as const
  const read = anvil.client.readContract
  const [sqrtPriceX96, tick] = await read({ ...at, functionName: 'slot0' })
  return {
    timestamp: Number(blockNumber),
    blockNumber: Number(blockNumber),
    sqrtPriceX96,
    tick,
    liquidity: await read({ ...at, functionName: 'liquidity' }),
    feeGrowthGlobal0X128: await read({ ...at, functionName: 'feeGrowthGlobal0X128' }),
    feeGrowthGlobal1X128: await read({ ...at, functionName: 'feeGrowthGlobal1X128' }),
  }
}

async function readHistory(anvil: Anvil, pool: Address, manager: Address): Promise<RealDay> {
  const logsOf = async (address: Address) =>
    (await anvil.client.getLogs({ address, fromBlock: 0n })).map((log) => ({
      ...log,
      blockNumber: Number(log.blockNumber),
      // One block per transaction: block numbers ascend as times do, which is all that counts here.
      timestamp: Number(log.blockNumber),
    }))
  const decoded = <T>(event: T | undefined): T[] => (event === undefined ? [] : [event])
  const events = (await logsOf(pool)).flatMap((log): PoolEvent[] => decoded(decodePoolLog(log)))
  const logs = (await logsOf(manager)).flatMap((log) => decoded(decodePositionLog(log)))
  return { events, positionEvents: joinPositionEvents(logs, events.filter(isRangeEvent)) }
}
