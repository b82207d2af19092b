import type { TokenPair } from './market-view.ts'

/** Which token the vault counts in: 0 or 1, the pool's order. */
export type TokenIndex = 0 | 1

/** One position of the vault at the view's time; amounts rounded down as a burn would pay. */
export interface PositionView extends TokenPair {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
  /** Earned and not collected. */
  readonly fees0: bigint
  readonly fees1: bigint
}

/** The vault as its strategy sees it, at the time of the market view. Plain data. */
export interface VaultView {
  readonly asset: TokenIndex
  /** Outside positions. */
  readonly idle0: bigint
  readonly idle1: bigint
  readonly positions: readonly PositionView[]
  /** Holdings at the view's price, in raw units of the asset; costs paid outside are not taken off. */
  readonly valueInAsset: bigint
  /** Unix seconds of the last change of positions; absent before the first. */
  readonly lastRebalance?: number
}

/**
 * Everything the vault holds, token by token.
 *
 * @example
 * vaultAmounts(vault).amount0 // idle0 + what burning all positions would pay, with fees
 */
export function vaultAmounts(vault: VaultView): TokenPair {
  let amount0 = vault.idle0
  let amount1 = vault.idle1
  for (const position of vault.positions) {
    amount0 += position.amount0 + position.fees0
    amount1 += position.amount1 + position.fees1
  }
  return { amount0, amount1 }
}
