import type { Address } from 'viem'
import type { UniswapDeployment } from './deploy.ts'
import { factoryAbi } from './generated/uniswap.ts'
import type { Anvil } from './start-anvil.ts'
import { sendAndConfirm } from './transactions.ts'

export interface LocalPool {
  readonly pool: Address
  /** The lower address of the two. */
  readonly token0: Address
  readonly token1: Address
}

/**
 * Creates a pool through the factory; it is not initialised yet. `fee` in hundredths of a bip (100, 500, 3000, 10000).
 *
 * @example
 * const { pool, token0 } = await createPool(anvil, uniswap, weth, usdc, 500)
 */
export async function createPool(
  anvil: Anvil,
  deployment: UniswapDeployment,
  tokenA: Address,
  tokenB: Address,
  fee: number,
): Promise<LocalPool> {
  const { factory } = deployment
  await sendAndConfirm(anvil, {
    to: factory,
    abi: factoryAbi,
    functionName: 'createPool',
    args: [tokenA, tokenB, fee],
  })
  const pool = await anvil.client.readContract({
    address: factory,
    abi: factoryAbi,
    functionName: 'getPool',
    args: [tokenA, tokenB, fee],
  })
  const [token0, token1] = BigInt(tokenA) < BigInt(tokenB) ? [tokenA, tokenB] : [tokenB, tokenA]
  return { pool, token0, token1 }
}
