import { getContractAddress, type Address } from 'viem'
import { deployToken } from './deploy.ts'
import type { Anvil } from './start-anvil.ts'

/** What a test token is called. */
export interface TokenFace {
  readonly symbol: string
  readonly name: string
  readonly decimals: number
}

/**
 * Deploys two tokens so that `token0` has the lower address, as the order of a pool's pair demands.
 *
 * @example
 * const [weth, usdc] = await deployTokenPair(anvil, { symbol: 'WETH', … }, { symbol: 'USDC', … })
 */
export async function deployTokenPair(
  anvil: Anvil,
  token0: TokenFace,
  token1: TokenFace,
): Promise<readonly [Address, Address]> {
  const [operator] = anvil.accounts
  const nonce = BigInt(await anvil.client.getTransactionCount({ address: operator }))
  const [first, second] = [nonce, nonce + 1n].map((n) =>
    BigInt(getContractAddress({ from: operator, nonce: n })),
  )
  if ((first ?? 0n) < (second ?? 0n)) {
    const lower = await deployToken(anvil, token0)
    return [lower, await deployToken(anvil, token1)]
  }
  const higher = await deployToken(anvil, token1)
  return [await deployToken(anvil, token0), higher]
}
