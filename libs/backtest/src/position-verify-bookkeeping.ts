import { MASK_256, mulDivDown, Q128, type FeeGrowth } from '@tickwise/amm'
import type { PositionEvent } from '@tickwise/market'

/** What the position manager owed and paid over a life, in raw token units. */
export interface Bookkeeping {
  /** Fees credited at the touches, each rounded down. */
  readonly simulatedFee0: bigint
  readonly simulatedFee1: bigint
  /** Paid by collects, less what the decreases had credited. */
  readonly collectedFee0: bigint
  readonly collectedFee1: bigint
}

/**
 * Keeps the books of one position-manager NFT: at each increase, decrease and (while liquidity is
 * left) collect, fees of ⌊growth since the last touch × liquidity / 2^128⌋ are credited; a decrease
 * also credits the amounts withdrawn; a collect pays out.
 *
 * `growthAt` gives the fee growth inside the position's range at an event.
 *
 * Source: `increaseLiquidity`, `decreaseLiquidity`, `collect` of NonfungiblePositionManager
 * (v3-periphery).
 *
 * @example
 * keepBooks(life.events, (event) => growthInsideAt(event)).simulatedFee0
 */
export function keepBooks(
  events: readonly PositionEvent[],
  growthAt: (event: PositionEvent) => FeeGrowth,
): Bookkeeping {
  let liquidity = 0n
  let last: FeeGrowth | undefined
  const books = { simulatedFee0: 0n, simulatedFee1: 0n, collectedFee0: 0n, collectedFee1: 0n }
  for (const event of events) {
    if (event.kind !== 'collect' || liquidity > 0n) {
      const now = growthAt(event)
      if (last !== undefined && liquidity > 0n) {
        books.simulatedFee0 += feeDown(last.growth0X128, now.growth0X128, liquidity)
        books.simulatedFee1 += feeDown(last.growth1X128, now.growth1X128, liquidity)
      }
      last = now
    }
    if (event.kind === 'increaseLiquidity') {
      liquidity += event.liquidity
    } else if (event.kind === 'decreaseLiquidity') {
      liquidity -= event.liquidity
      books.collectedFee0 -= event.amount0
      books.collectedFee1 -= event.amount1
    } else {
      books.collectedFee0 += event.amount0
      books.collectedFee1 += event.amount1
    }
  }
  return books
}

/** Fee of `liquidity` while growth went from `before` to `after` (mod 2^256), rounded down. */
export function feeDown(beforeX128: bigint, afterX128: bigint, liquidity: bigint): bigint {
  return mulDivDown((afterX128 - beforeX128) & MASK_256, liquidity, Q128)
}
