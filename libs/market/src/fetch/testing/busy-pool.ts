import {
  actorAbi,
  createPool,
  deployActor,
  deployToken,
  deployUniswap,
  mineBlock,
  mineOnRequest,
  poolAbi,
  positionManagerAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
} from '@tickwise/localchain'
import type { Anvil } from '@tickwise/localchain'
import { encodeFunctionData } from 'viem'
import type { Address, Hex } from 'viem'

/** A local node with a pool that has seen thousands of events of all nine kinds. */
export interface BusyPool {
  readonly anvil: Anvil
  readonly pool: Address
  readonly positionManager: Address
  /** Block before the first of the pool's. */
  readonly beforePool: number
  /** Last block with events; many empty ones follow. */
  readonly lastBlock: number
}

const q96 = 1n << 96n
const minPrice = 4295128740n
const maxPrice = 1461446703485210103287273052203988822378723970341n
const blockSeconds = 12

/** Numbers from 0 to `below` - 1, always the same ones (a linear congruential generator). */
function createDice(): (below: number) => number {
  let state = 20210505n
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % (1n << 64n)
    return Number((state >> 33n) % BigInt(below))
  }
}

/** Starts anvil, deploys the real contracts and makes about 20 events in each of `busyBlocks` blocks. */
export async function startBusyPool(busyBlocks: number): Promise<BusyPool> {
  const anvil = await startAnvil({ timestamp: 1_700_000_000, hardfork: 'cancun' })
  const uniswap = await deployUniswap(anvil)
  const tokenA = await deployToken(anvil, { symbol: 'WETH', name: 'Wrapped Ether', decimals: 18 })
  const tokenB = await deployToken(anvil, { symbol: 'USDC', name: 'USD Coin', decimals: 6 })
  const actor = await deployActor(anvil)
  const [owner] = anvil.accounts
  for (const token of [tokenA, tokenB]) {
    const call = { to: token, abi: tokenAbi } as const
    await sendAndConfirm(anvil, { ...call, functionName: 'mint', args: [actor, 10n ** 30n] })
    await sendAndConfirm(anvil, { ...call, functionName: 'mint', args: [owner, 10n ** 30n] })
    const spender = uniswap.positionManager
    await sendAndConfirm(anvil, { ...call, functionName: 'approve', args: [spender, 10n ** 30n] })
  }
  const beforePool = Number(await anvil.client.getBlockNumber())
  const { pool, token0, token1 } = await createPool(anvil, uniswap, tokenA, tokenB, 500)
  const asPool = { to: pool, abi: poolAbi } as const
  await sendAndConfirm(anvil, { ...asPool, functionName: 'initialize', args: [q96] })
  await sendAndConfirm(anvil, {
    to: actor,
    abi: actorAbi,
    functionName: 'mint',
    args: [pool, actor, -887270, 887270, 10n ** 20n],
  })
  await sendAndConfirm(anvil, { ...asPool, functionName: 'setFeeProtocol', args: [4, 6] })
  await sendAndConfirm(anvil, {
    ...asPool,
    functionName: 'increaseObservationCardinalityNext',
    args: [5],
  })
  await useManager(anvil, uniswap.positionManager, token0, token1)
  await mineOnRequest(anvil)
  await makeEvents(anvil, pool, actor, busyBlocks)
  await anvil.client.setAutomine(true)
  await sendAndConfirm(anvil, {
    ...asPool,
    functionName: 'collectProtocol',
    args: [owner, 10n ** 9n, 10n ** 9n],
  })
  const lastBlock = Number(await anvil.client.getBlockNumber())
  await anvil.client.mine({ blocks: 200, interval: blockSeconds })
  return { anvil, pool, positionManager: uniswap.positionManager, beforePool, lastBlock }
}

/** Positions of the manager: one that lives on, one that is closed. */
async function useManager(
  anvil: Anvil,
  manager: Address,
  token0: Address,
  token1: Address,
): Promise<void> {
  const [owner] = anvil.accounts
  const call = { to: manager, abi: positionManagerAbi } as const
  const amounts = { amount0Min: 0n, amount1Min: 0n, deadline: 10n ** 12n }
  const desired = { amount0Desired: 10n ** 15n, amount1Desired: 10n ** 15n, ...amounts }
  for (const width of [100, 1000]) {
    const range = { tickLower: -width, tickUpper: width, recipient: owner }
    const params = { token0, token1, fee: 500, ...range, ...desired }
    await sendAndConfirm(anvil, { ...call, functionName: 'mint', args: [params] })
  }
  const increase = { tokenId: 1n, ...desired }
  await sendAndConfirm(anvil, { ...call, functionName: 'increaseLiquidity', args: [increase] })
  const liquidity = 10n ** 15n
  const decrease = { tokenId: 1n, liquidity, ...amounts }
  await sendAndConfirm(anvil, { ...call, functionName: 'decreaseLiquidity', args: [decrease] })
  const most = (1n << 128n) - 1n
  const collect = { tokenId: 1n, recipient: owner, amount0Max: most, amount1Max: most }
  await sendAndConfirm(anvil, { ...call, functionName: 'collect', args: [collect] })
}

async function makeEvents(
  anvil: Anvil,
  pool: Address,
  actor: Address,
  blocks: number,
): Promise<void> {
  const [from] = anvil.accounts
  const roll = createDice()
  const nonce = await anvil.client.getTransactionCount({ address: from })
  const { timestamp } = await anvil.client.getBlock()
  const mined: Promise<unknown>[] = []
  for (let block = 0; block < blocks; block++) {
    const calls = Array.from({ length: 16 }, () => swapCall(pool, actor, roll))
    calls.push(...liquidityCalls(pool, actor, roll))
    const data = encodeFunctionData({ abi: actorAbi, functionName: 'batch', args: [calls] })
    const transaction = { from, to: actor, data, nonce: nonce + block, gas: 12_000_000 }
    const time = Number(timestamp) + blockSeconds * (block + 1)
    mined.push(mineBlock(anvil, { timestamp: time, transactions: [transaction] }))
  }
  await Promise.all(mined)
}

function swapCall(pool: Address, actor: Address, roll: (below: number) => number): Hex {
  const down = roll(2) === 0
  const amount = 10n ** 15n * BigInt(1 + roll(900)) + BigInt(roll(1000))
  const signed = roll(4) === 0 ? -amount : amount
  return encodeFunctionData({
    abi: actorAbi,
    functionName: 'swap',
    args: [pool, actor, down, signed, down ? minPrice : maxPrice],
  })
}

function liquidityCalls(pool: Address, actor: Address, roll: (below: number) => number): Hex[] {
  const lower = -10 * (1 + roll(30))
  const upper = 10 * (1 + roll(30))
  const liquidity = 10n ** 18n * BigInt(1 + roll(50))
  const most = (1n << 128n) - 1n
  const encode = encodeFunctionData<typeof actorAbi>
  const calls = [
    encode({ abi: actorAbi, functionName: 'mint', args: [pool, actor, lower, upper, liquidity] }),
    encode({
      abi: actorAbi,
      functionName: 'burn',
      args: [pool, lower, upper, roll(2) === 0 ? liquidity : liquidity / 3n],
    }),
    encode({
      abi: actorAbi,
      functionName: 'collect',
      args: [pool, actor, lower, upper, most, most],
    }),
  ]
  const flash = [pool, actor, 10n ** 15n, 10n ** 14n, 7n, 0n] as const
  if (roll(3) === 0) calls.push(encode({ abi: actorAbi, functionName: 'flash', args: flash }))
  return calls
}
