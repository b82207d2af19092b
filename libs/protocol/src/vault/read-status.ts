import { amountsForLiquidityDown } from '@tickwise/amm'
import type { Address } from 'viem'
import type { ChainConnection } from '../chain/connect.ts'
import { translateError } from '../chain/translate-error.ts'
import { priceEnvelopeAbi } from '../generated/price-envelope.ts'
import { redemptionQueueAbi } from '../generated/redemption-queue.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import { contextOf, type Vault } from './open-vault.ts'
import { readAccount } from './read-account.ts'
import type { Obstacle, VaultStatus } from './status.ts'

/**
 * The state of a vault at the latest block, and of an account in it.
 *
 * @throws RetryableError `E_RPC`
 * @example
 * const { healthy, value, positions } = await readVaultStatus(connection, vault)
 */
export async function readVaultStatus(
  connection: ChainConnection,
  vault: Vault,
  account?: Address,
): Promise<VaultStatus> {
  try {
    return await read(connection, vault, account)
  } catch (error) {
    throw translateError(error, contextOf(vault))
  }
}

async function read(
  { client, chainId }: ChainConnection,
  vault: Vault,
  account: Address | undefined,
): Promise<VaultStatus> {
  const { number: blockNumber, timestamp } = await client.getBlock()
  const at = { address: vault.address, abi: strategyVaultAbi, blockNumber } as const
  const unit = 10n ** BigInt(vault.share.decimals)
  const [valuation, mid, paused, positions, [idle0, idle1], [held0, held1], limits, policy] =
    await Promise.all([
      client.readContract({ ...at, functionName: 'valuation' }),
      client.readContract({ ...at, functionName: 'convertToAssets', args: [unit] }),
      client.readContract({ ...at, functionName: 'paused' }),
      client.readContract({ ...at, functionName: 'positions' }),
      client.readContract({ ...at, functionName: 'idle' }),
      client.readContract({ ...at, functionName: 'holdings' }),
      client.readContract({ ...at, functionName: 'limits' }),
      client.readContract({ ...at, functionName: 'policyParameters' }),
    ])
  const [guardian, registry, feeRecipient, lastAt, turnover, pendingShares, appraisal] =
    await Promise.all([
      client.readContract({ ...at, functionName: 'guardian' }),
      client.readContract({ ...at, functionName: 'registry' }),
      client.readContract({ ...at, functionName: 'feeRecipient' }),
      client.readContract({ ...at, functionName: 'lastRebalanceAt' }),
      client.readContract({ ...at, functionName: 'turnoverAvailableBps' }),
      client.readContract({
        address: vault.queue,
        abi: redemptionQueueAbi,
        blockNumber,
        functionName: 'totalPendingShares',
      }),
      client.readContract({
        address: vault.envelope,
        abi: priceEnvelopeAbi,
        blockNumber,
        functionName: 'appraise',
        args: [
          vault.pool,
          {
            owner: vault.address,
            assetIsToken1: vault.assetIsToken1,
            amount0: idle0,
            amount1: idle1,
            positions,
          },
        ],
      }),
    ])
  const { prices } = appraisal
  const settled = prices.complete && prices.spreadTicks <= limits.maxDeviationTicks
  const virtualShares = 10n ** BigInt(vault.share.decimals - vault.asset.decimals)
  const perShare = (value: bigint) => ((value + 1n) * unit) / (valuation.supply + virtualShares)
  const bid = settled ? valuation.bid : null
  const ask = settled ? valuation.ask : null
  return {
    vault,
    chainId,
    blockNumber,
    timestamp: Number(timestamp),
    healthy: valuation.healthy,
    obstacles: obstaclesOf(paused, prices, limits.maxDeviationTicks),
    prices: {
      spotSqrtPriceX96: prices.spotSqrtPriceX96,
      spotTick: prices.spotTick,
      blockStartTick: prices.complete ? prices.blockStartTick : null,
      shortTwapTick: prices.complete ? prices.shortTwapTick : null,
      longTwapTick: prices.complete ? prices.longTwapTick : null,
      spreadTicks: prices.complete ? prices.spreadTicks : null,
    },
    value: { bid, mid: valuation.mid, ask },
    sharePrice: {
      bid: bid === null ? null : perShare(bid),
      mid,
      ask: ask === null ? null : perShare(ask),
    },
    supply: valuation.supply,
    holdings: { amount0: held0, amount1: held1 },
    idle: { amount0: idle0, amount1: idle1 },
    uncollectedFees: { amount0: appraisal.fee0, amount1: appraisal.fee1 },
    positions: positions.map((position) => ({
      ...position,
      ...amountsForLiquidityDown(
        prices.spotSqrtPriceX96,
        position.tickLower,
        position.tickUpper,
        position.liquidity,
      ),
      inRange: position.tickLower <= prices.spotTick && prices.spotTick < position.tickUpper,
    })),
    limits,
    policy,
    roles: { timelock: vault.timelock, guardian, registry, feeRecipient },
    rebalance: {
      lastAt: Number(lastAt),
      cooldownEndsAt: lastAt === 0n ? 0 : Number(lastAt) + limits.cooldownSeconds,
      turnoverAvailableBps: Number(turnover),
    },
    queue: { address: vault.queue, pendingShares },
    ...(account === undefined
      ? {}
      : { account: await readAccount({ client }, vault, account, blockNumber) }),
  }
}

function obstaclesOf(
  paused: boolean,
  prices: { readonly complete: boolean; readonly spreadTicks: number },
  maxDeviationTicks: number,
): readonly Obstacle[] {
  const found: Obstacle[] = []
  if (paused) found.push({ code: 'paused', sentence: 'paused by guardian or timelock' })
  if (!prices.complete) {
    const sentence = "the pool's oracle does not reach back 30 minutes"
    found.push({ code: 'history-missing', sentence })
  } else if (prices.spreadTicks > maxDeviationTicks) {
    const sentence =
      `the pool's prices of the last 30 minutes lie ${prices.spreadTicks} ticks apart, ` +
      `allowed are ${maxDeviationTicks}`
    found.push({ code: 'unsettled', sentence })
  }
  return found
}
