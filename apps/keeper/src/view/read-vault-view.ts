import { amountsForLiquidityDown } from '@tickwise/amm'
import { valuationAt, valueDown } from '@tickwise/backtest'
import { strategyVaultAbi, translateError } from '@tickwise/protocol'
import { vaultAmounts, type PositionView, type VaultView } from '@tickwise/strategies'
import type { KeeperRpc } from '../chain/keeper-rpc.ts'
import { readEarnedFees, type PoolState } from './pool-state.ts'
import type { VaultFacts } from './vault-facts.ts'

/**
 * The vault at the end of a block as its strategy sees it: what a backtest shows of its own.
 *
 * @param state of the pool at the same block
 * @throws RetryableError `E_RPC`
 */
export async function readVaultView(
  rpc: KeeperRpc,
  { vault }: VaultFacts,
  state: PoolState,
  blockNumber: bigint,
): Promise<VaultView> {
  const at = { address: vault.address, abi: strategyVaultAbi, blockNumber } as const
  const [stored, [idle0, idle1], rebalancedAt] = await Promise.all([
    rpc.client.readContract({ ...at, functionName: 'positions' }),
    rpc.client.readContract({ ...at, functionName: 'idle' }),
    rpc.client.readContract({ ...at, functionName: 'lastRebalanceAt' }),
  ]).catch((error: unknown) => {
    throw translateError(error)
  })
  const positions = await Promise.all(
    stored.map(async ({ tickLower, tickUpper, liquidity }): Promise<PositionView> => {
      const held = { owner: vault.address, tickLower, tickUpper, liquidity }
      const fees = await readEarnedFees(rpc, vault.pool, state, held, blockNumber)
      const amounts = amountsForLiquidityDown(state.sqrtPriceX96, tickLower, tickUpper, liquidity)
      return Object.freeze({ tickLower, tickUpper, liquidity, ...amounts, ...fees })
    }),
  )
  const asset = vault.assetIsToken1 ? 1 : 0
  const bare = { asset, idle0, idle1, positions, valueInAsset: 0n } as const
  return Object.freeze({
    ...bare,
    positions: Object.freeze(positions),
    valueInAsset: valueDown(valuationAt(state.sqrtPriceX96, asset), vaultAmounts(bare)),
    ...(rebalancedAt === 0n ? {} : { lastRebalance: Number(rebalancedAt) }),
  })
}
