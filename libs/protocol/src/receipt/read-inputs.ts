import { ceilTickToSpacing } from '@tickwise/strategies'
import { floorTickToSpacing, MAX_TICK, MIN_TICK } from '@tickwise/amm'
import { encodePacked, keccak256, type Address } from 'viem'
import type { ContractReader } from '../chain/reader.ts'
import { translated } from '../chain/translate-error.ts'
import { poolAbi } from '../errors/standard-abis.ts'
import { priceEnvelopeAbi } from '../generated/price-envelope.ts'
import { strategyVaultAbi } from '../generated/strategy-vault.ts'
import type { Vault } from '../vault/open-vault.ts'
import type { ReachableTick, RebalanceInputs, StateBefore } from './receipt.ts'
import { swapLimitTick } from './recompute.ts'

/** Vault and pool as a reader finds them. */
export async function readStateBefore(
  { client }: ContractReader,
  vault: Vault,
): Promise<StateBefore> {
  const ofVault = { address: vault.address, abi: strategyVaultAbi } as const
  const ofPool = { address: vault.pool, abi: poolAbi } as const
  const [positions, lastRebalanceAt, [idle0, idle1], [sqrtPriceX96, tick], liquidity] =
    await translated(
      Promise.all([
        client.readContract({ ...ofVault, functionName: 'positions' }),
        client.readContract({ ...ofVault, functionName: 'lastRebalanceAt' }),
        client.readContract({ ...ofVault, functionName: 'idle' }),
        client.readContract({ ...ofPool, functionName: 'slot0' }),
        client.readContract({ ...ofPool, functionName: 'liquidity' }),
      ]),
    )
  return { positions, lastRebalanceAt, idle0, idle1, sqrtPriceX96, tick, liquidity }
}

/** What else a rebalance depends on. */
export async function readRebalanceInputs(
  reader: ContractReader,
  vault: Vault,
  before: StateBefore,
): Promise<RebalanceInputs> {
  const { client } = reader
  const at = { address: vault.address, abi: strategyVaultAbi } as const
  const portfolio = {
    owner: vault.address,
    assetIsToken1: vault.assetIsToken1,
    amount0: before.idle0,
    amount1: before.idle1,
    positions: before.positions,
  }
  const [valuation, limits, turnoverAvailableBps, queuedShares, appraisal, recordedLiquidity] =
    await translated(
      Promise.all([
        client.readContract({ ...at, functionName: 'valuation' }),
        client.readContract({ ...at, functionName: 'limits' }),
        client.readContract({ ...at, functionName: 'turnoverAvailableBps' }),
        client.readContract({ ...at, functionName: 'balanceOf', args: [vault.queue] }),
        client.readContract({
          address: vault.envelope,
          abi: priceEnvelopeAbi,
          functionName: 'appraise',
          args: [vault.pool, portfolio],
        }),
        Promise.all(before.positions.map((position) => recorded(reader, vault, position))),
      ]),
    )
  const { blockStartTick, shortTwapTick, longTwapTick } = appraisal.prices
  const prices = { blockStartTick, shortTwapTick, longTwapTick }
  const { maxDeviationTicks, dailyTurnoverBps, idleTargetBps } = limits
  return {
    assetIsToken1: vault.assetIsToken1,
    poolFee: vault.poolFee,
    tickSpacing: vault.tickSpacing,
    fees0: appraisal.fee0,
    fees1: appraisal.fee1,
    recordedLiquidity,
    ...prices,
    bid: valuation.bid,
    supply: valuation.supply,
    virtualShares: 10n ** BigInt(vault.share.decimals - vault.asset.decimals),
    queuedShares,
    maxDeviationTicks,
    dailyTurnoverBps,
    idleTargetBps,
    turnoverAvailableBps,
    ticks: await readTicks(reader, vault, before.tick, { ...prices, maxDeviationTicks }),
  }
}

/** Liquidity of the pool's record of a position of the vault. */
async function recorded(
  { client }: ContractReader,
  vault: Vault,
  { tickLower, tickUpper }: { readonly tickLower: number; readonly tickUpper: number },
): Promise<bigint> {
  const types = ['address', 'int24', 'int24'] as const
  const key = keccak256(encodePacked(types, [vault.address, tickLower, tickUpper]))
  const question = { address: vault.pool, abi: poolAbi, functionName: 'positions' } as const
  const [liquidity] = await client.readContract({ ...question, args: [key] })
  return liquidity
}

/** The initialised ticks between spot and the furthest that a swap may go either way. */
async function readTicks(
  { client }: ContractReader,
  { pool, tickSpacing }: Pick<Vault, 'pool' | 'tickSpacing'>,
  spot: number,
  prices: Parameters<typeof swapLimitTick>[1],
): Promise<readonly ReachableTick[]> {
  const lowest = Math.min(spot, swapLimitTick(true, prices))
  const highest = Math.max(spot, swapLimitTick(false, prices)) + 1
  const from = Math.max(floorTickToSpacing(lowest, tickSpacing), MIN_TICK)
  const to = Math.min(ceilTickToSpacing(highest, tickSpacing), MAX_TICK)
  const places: number[] = []
  for (let tick = from; tick <= to; tick += tickSpacing) places.push(tick)
  const ticks = await Promise.all(
    places.map((tick) => translated(readTick({ client }, pool, tick))),
  )
  return ticks.filter(({ liquidityGross }) => liquidityGross > 0n)
}

async function readTick(
  { client }: ContractReader,
  pool: Address,
  tick: number,
): Promise<ReachableTick> {
  const question = { address: pool, abi: poolAbi, functionName: 'ticks', args: [tick] } as const
  const [liquidityGross, liquidityNet] = await client.readContract(question)
  return { tick, liquidityGross, liquidityNet }
}
