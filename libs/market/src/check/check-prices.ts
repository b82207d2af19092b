import { amount0At, amount0DeltaDown, amount1At, amount1DeltaDown } from '@tickwise/amm'
import type { PoolEventColumns, PoolSpec } from '@tickwise/amm'
import type { RowFault } from './finding.ts'
import { innerSwaps } from './inner-swaps.ts'
import type { InnerSwap } from './inner-swaps.ts'

const paidOut = (swap: InnerSwap, sqrtPriceAfter: bigint): bigint =>
  sqrtPriceAfter < swap.sqrtPriceBefore
    ? amount1DeltaDown(sqrtPriceAfter, swap.sqrtPriceBefore, swap.liquidity)
    : amount0DeltaDown(swap.sqrtPriceBefore, sqrtPriceAfter, swap.liquidity)

/**
 * Price of one swap must lead to the next: between them lies the outgoing amount, exact to the unit
 * (`SwapMath.computeSwapStep` rounds it down; an exact-output swap may be capped below it by what one
 * unit of price is worth). Checked where a swap stays inside one interval, so that one liquidity holds.
 */
export function* checkPrices(columns: PoolEventColumns, spec: PoolSpec): Generator<RowFault> {
  for (const swap of innerSwaps(columns, spec.tickSpacing)) {
    const { columnRow, sqrtPriceBefore, sqrtPriceAfter } = swap
    if (sqrtPriceAfter === sqrtPriceBefore) continue
    const down = sqrtPriceAfter < sqrtPriceBefore
    const out = down ? -amount1At(columns, columnRow) : -amount0At(columns, columnRow)
    const most = paidOut(swap, sqrtPriceAfter)
    if (out === most) continue
    const least = paidOut(swap, sqrtPriceAfter + (down ? 1n : -1n))
    if (out < most && out >= least) continue
    yield {
      severity: 'error',
      check: 'price',
      columnRow,
      message: `the pool paid out ${out}, the move of price since the swap before gives ${most}`,
    }
  }
}
