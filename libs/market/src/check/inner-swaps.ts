import { kindCode, liquidityAt, sqrtPriceAt } from '@tickwise/amm'
import type { PoolEventColumns } from '@tickwise/amm'

/** A swap that starts and ends inside one tick-spacing interval: its amounts follow from one formula. */
export interface InnerSwap {
  readonly columnRow: number
  readonly sqrtPriceBefore: bigint
  readonly sqrtPriceAfter: bigint
  readonly liquidity: bigint
}

/** Swaps whose predecessor ended in the same interval, with the liquidity in range during the swap. */
export function* innerSwaps(columns: PoolEventColumns, tickSpacing: number): Generator<InnerSwap> {
  let sqrtPriceBefore: bigint | undefined
  let intervalBefore = 0
  for (let columnRow = 0; columnRow < columns.length; columnRow++) {
    const kind = columns.kind[columnRow]
    if (kind !== kindCode.swap && kind !== kindCode.initialize) continue
    const interval = Math.floor((columns.tickA[columnRow] ?? 0) / tickSpacing)
    const sqrtPriceAfter = sqrtPriceAt(columns, columnRow)
    if (kind === kindCode.swap && sqrtPriceBefore !== undefined && interval === intervalBefore)
      yield {
        columnRow,
        sqrtPriceBefore,
        sqrtPriceAfter,
        liquidity: liquidityAt(columns, columnRow),
      }
    sqrtPriceBefore = sqrtPriceAfter
    intervalBefore = interval
  }
}
