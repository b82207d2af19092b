import { getSqrtRatioAtTick } from '@tickwise/amm'
import {
  actorAbi,
  createPool,
  deployActor,
  deployToken,
  deployUniswap,
  poolAbi,
  sendAndConfirm,
  startAnvil,
  tokenAbi,
  type Anvil,
  type AnvilOptions,
} from '@tickwise/localchain'
import { encodeFunctionData, type Address, type Hex } from 'viem'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'

/** A pool of USDC (6 decimals) and WETH (18) at about 2,000 with liquidity, on a node of its own. */
export interface LocalMarket {
  readonly anvil: Anvil
  readonly uniswapFactory: Address
  readonly pool: Address
  readonly usdc: Address
  readonly weth: Address
  readonly usdcIsToken0: boolean
  /** Holds tokens and is unlocked; the first signs what deployments send. */
  readonly deployer: Address
  readonly registry: Address
  readonly stranger: Address
  /** Sells this many base units of a token into the pool. */
  readonly sell: (token: Address, amount: bigint) => Promise<void>
  /** The same as a call, for blocks with several transactions. */
  readonly sellCall: (
    token: Address,
    amount: bigint,
  ) => { readonly to: Address; readonly data: Hex }
  readonly passTime: (seconds: number) => Promise<void>
}

const tickAt2000 = 200_311
const spacing = 60
const fullRange = 887_220
export const usdcUnit = 10n ** 6n
export const wethUnit = 10n ** 18n

/** Starts the node and the market; its oracle has one observation, as any new pool's. */
export async function startLocalMarket(options: AnvilOptions = {}): Promise<LocalMarket> {
  const anvil = await startAnvil({ timestamp: 1_700_000_000, ...options })
  const uniswap = await deployUniswap(anvil)
  const usdc = await deployToken(anvil, { symbol: 'USDC', name: 'USD Coin', decimals: 6 })
  const weth = await deployToken(anvil, { symbol: 'WETH', name: 'Wrapped Ether', decimals: 18 })
  const actor = await deployActor(anvil)
  const [deployer, registry, stranger] = anvil.accounts as readonly [Address, Address, Address]
  for (const to of [deployer, actor]) {
    const mint = { abi: tokenAbi, functionName: 'mint' } as const
    await sendAndConfirm(anvil, { ...mint, to: usdc, args: [to, 10n ** 9n * usdcUnit] })
    await sendAndConfirm(anvil, { ...mint, to: weth, args: [to, 10n ** 6n * wethUnit] })
  }
  const { pool, token0 } = await createPool(anvil, uniswap, usdc, weth, 3000)
  const usdcIsToken0 = token0 === usdc
  const price = getSqrtRatioAtTick(usdcIsToken0 ? tickAt2000 : -tickAt2000)
  await sendAndConfirm(anvil, {
    to: pool,
    abi: poolAbi,
    functionName: 'initialize',
    args: [price],
  })
  await sendAndConfirm(anvil, {
    to: actor,
    abi: actorAbi,
    functionName: 'mint',
    args: [pool, actor, -fullRange, fullRange, 10n ** 18n],
  })
  const swap = (token: Address, amount: bigint) => {
    const down = token === token0
    const limit = down ? 4295128740n : 1461446703485210103287273052203988822378723970341n
    const args = [pool, actor, down, amount, limit] as const
    return { abi: actorAbi, functionName: 'swap', args } as const
  }
  const sell = async (token: Address, amount: bigint) => {
    await sendAndConfirm(anvil, { to: actor, ...swap(token, amount) })
  }
  const sellCall = (token: Address, amount: bigint) => ({
    to: actor,
    data: encodeFunctionData(swap(token, amount)),
  })
  const passTime = async (seconds: number) => {
    await anvil.client.increaseTime({ seconds })
    await anvil.client.mine({ blocks: 1 })
  }
  return {
    anvil,
    uniswapFactory: uniswap.factory,
    pool,
    usdc,
    weth,
    usdcIsToken0,
    deployer,
    registry,
    stranger,
    sell,
    sellCall,
    passTime,
  }
}

/** What `prepare` asks for, done at once: enough slots, trades that use them, and half an hour. */
export async function giveHistory(market: LocalMarket): Promise<void> {
  await sendAndConfirm(market.anvil, {
    to: market.pool,
    abi: poolAbi,
    functionName: 'increaseObservationCardinalityNext',
    args: [151],
  })
  await market.passTime(60)
  await market.sell(market.weth, wethUnit / 100n)
  await market.passTime(1_900)
}

/** A rebalance as the registry does it; the variance makes a band of some hundred ticks. */
export async function rebalance(market: LocalMarket, vault: Address): Promise<void> {
  await sendAndConfirm(market.anvil, {
    to: vault,
    abi: strategyVaultAbi,
    functionName: 'rebalance',
    args: [`0x${'00'.repeat(32)}`, 10_000n << 32n],
    from: market.registry,
  })
}

export { spacing as poolTickSpacing }
