import { amountsForLiquidityDown } from '@tickwise/amm'
import { valuationAt, valueDown } from '@tickwise/backtest'
import {
  readVaultStatus,
  strategyVaultAbi,
  type ChainConnection,
  type Vault,
} from '@tickwise/protocol'
import type { TokenPair } from '@tickwise/strategies'
import { parseEventLogs, type Hash } from 'viem'

/** A range with its liquidity. */
export interface PlacedRange {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
}

/** What the vault holds at the end of an epoch, on chain. */
export interface VaultMark {
  /** Unix seconds. */
  readonly timestamp: number
  readonly sqrtPriceX96: bigint
  readonly tick: number
  /** Idle, in positions and uncollected, raw units. */
  readonly holdings: TokenPair
  /** Value of the holdings at the pool's price, raw units of the asset, rounded down. */
  readonly nav: bigint
}

/** A rebalance as its events tell it. */
export interface ChainRebalance {
  /** Unix seconds of its block. */
  readonly timestamp: number
  readonly hash: Hash
  readonly varianceX32: bigint
  readonly positions: readonly PlacedRange[]
  /** Fees of all positions that were closed, raw units. */
  readonly fees: TokenPair
  readonly swapIn: bigint
  readonly swapOut: bigint
  readonly idle: TokenPair
}

/** The vault's idle balances now, raw units. */
export async function readIdle(connection: ChainConnection, vault: Vault): Promise<TokenPair> {
  const { amount0, amount1 } = (await readVaultStatus(connection, vault)).idle
  return { amount0, amount1 }
}

/** Everything that the vault holds at the latest block, and what that is worth at the pool's price. */
export async function readMark(connection: ChainConnection, vault: Vault): Promise<VaultMark> {
  const status = await readVaultStatus(connection, vault)
  const { spotSqrtPriceX96: sqrtPriceX96, spotTick: tick } = status.prices
  let { amount0, amount1 } = status.idle
  for (const { tickLower, tickUpper, liquidity } of status.positions) {
    const part = amountsForLiquidityDown(sqrtPriceX96, tickLower, tickUpper, liquidity)
    amount0 += part.amount0
    amount1 += part.amount1
  }
  const holdings = {
    amount0: amount0 + status.uncollectedFees.amount0,
    amount1: amount1 + status.uncollectedFees.amount1,
  }
  const valuation = valuationAt(sqrtPriceX96, vault.assetIsToken1 ? 1 : 0)
  const nav = valueDown(valuation, holdings)
  return { timestamp: status.timestamp, sqrtPriceX96, tick, holdings, nav }
}

/** All rebalances, in their order. */
export async function readRebalances(
  { client }: ChainConnection,
  vault: Vault,
): Promise<readonly ChainRebalance[]> {
  const logs = await client.getLogs({ address: vault.address, fromBlock: 0n, toBlock: 'latest' })
  const events = parseEventLogs({ abi: strategyVaultAbi, logs })
  const collected = new Map<Hash, TokenPair>()
  const rebalances: ChainRebalance[] = []
  for (const event of events) {
    if (event.eventName === 'FeesCollected') {
      collected.set(event.transactionHash, event.args)
    }
    if (event.eventName !== 'Rebalanced') continue
    const { args, transactionHash: hash, blockNumber } = event
    const { timestamp } = await client.getBlock({ blockNumber })
    rebalances.push({
      timestamp: Number(timestamp),
      hash,
      varianceX32: args.varianceX32,
      positions: args.positions.map(({ tickLower, tickUpper, liquidity }) => ({
        tickLower,
        tickUpper,
        liquidity,
      })),
      fees: collected.get(hash) ?? { amount0: 0n, amount1: 0n },
      swapIn: args.swapIn,
      swapOut: args.swapOut,
      idle: { amount0: args.idle0, amount1: args.idle1 },
    })
  }
  return rebalances
}
