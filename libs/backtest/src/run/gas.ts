import { divUp } from '@tickwise/amm'
import type { TokenIndex } from '@tickwise/strategies'
import { valueUp, type Valuation } from '../vault/valuation.ts'

/** Gas units per action; collecting is part of burning. */
export interface GasUse {
  readonly mint: bigint
  readonly burn: bigint
  readonly swap: bigint
}

/**
 * Mean gas used per action in Ethereum's WBTC/WETH 0.3 % pool on 2023-03-31 (19 mints, 31 burns with
 * collect, 329 swaps through routers and the position manager). A vault of its own uses less; this
 * stands until the gas of our own contracts is measured.
 */
export const measuredGas: GasUse = { mint: 359_430n, burn: 217_432n, swap: 210_843n }

/** Gas price as a step function: `wei[i]` holds from `timestamp[i]` (unix seconds, ascending) on. */
export interface GasPriceSeries {
  readonly timestamp: readonly number[]
  readonly wei: readonly bigint[]
}

/**
 * Gas price when none is given; the result says that it was assumed. Ethereum: mean of the daily
 * averages of 2025 (Etherscan). Polygon: mean of 14 to 17 August 2023. Arbitrum One: its floor of 2024
 * and 2025 (0.01 gwei). Others: 1 gwei, a guess.
 *
 * @example
 * defaultGasPriceWei(42161) // 10_000_000n
 */
export function defaultGasPriceWei(chainId: number): bigint {
  return knownGasPriceWei[chainId] ?? 1_000_000_000n
}

const knownGasPriceWei: Readonly<Record<number, bigint>> = {
  1: 3_500_000_000n,
  137: 81_000_000_000n,
  42161: 10_000_000n,
}

/** What an action does, for its gas. */
export interface ActionCounts {
  readonly burns: number
  readonly mints: number
  readonly swaps: number
}

/** Gas units of one rebalance transaction. */
export function gasUnits(gas: GasUse, counts: ActionCounts): bigint {
  return (
    gas.burn * BigInt(counts.burns) +
    gas.mint * BigInt(counts.mints) +
    gas.swap * BigInt(counts.swaps)
  )
}

/** Gas price at a time; before the first entry of a series its first price holds. */
export function gasPriceAt(gasPriceWei: bigint | GasPriceSeries, timestamp: number): bigint {
  if (typeof gasPriceWei === 'bigint') return gasPriceWei
  let price = gasPriceWei.wei[0] ?? 0n
  for (let i = 0; i < gasPriceWei.timestamp.length; i++) {
    if ((gasPriceWei.timestamp[i] ?? Infinity) > timestamp) break
    price = gasPriceWei.wei[i] ?? price
  }
  return price
}

/** Wei in raw units of the asset, rounded up: a cost. */
export function weiToAssetUp(
  wei: bigint,
  valuation: Valuation,
  native: TokenIndex | undefined,
  nativePrice: bigint | undefined,
): bigint {
  if (native === 0) return valueUp(valuation, { amount0: wei, amount1: 0n })
  if (native === 1) return valueUp(valuation, { amount0: 0n, amount1: wei })
  return divUp(wei * (nativePrice ?? 0n), 10n ** 18n)
}
