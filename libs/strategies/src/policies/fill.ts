import { amountsForLiquidityUp } from '@tickwise/amm'
import { saturatedLiquidityForAmounts } from './range-liquidity.ts'
import type { TickRange } from './tick-range.ts'

/** A range and the liquidity that is put into it. */
export interface FilledRange extends TickRange {
  readonly liquidity: bigint
}

/**
 * Positions that fill the ranges in order at a price, each with all it can use of what the ones before
 * it left: minting them never costs more than the amounts. Ranges that come out empty are left out.
 * `fill` of `RangePolicy.sol`, bit for bit.
 *
 * @example
 * fillRanges(plan.ranges, sqrtPriceX96, 10n ** 18n, 10n ** 18n) // [{ tickLower, tickUpper, liquidity }]
 */
export function fillRanges(
  ranges: readonly TickRange[],
  sqrtPriceX96: bigint,
  amount0: bigint,
  amount1: bigint,
): FilledRange[] {
  let left0 = amount0
  let left1 = amount1
  const filled = ranges.map(({ tickLower, tickUpper }): FilledRange => {
    const range = [sqrtPriceX96, tickLower, tickUpper] as const
    const liquidity = saturatedLiquidityForAmounts(...range, left0, left1)
    const cost = amountsForLiquidityUp(...range, liquidity)
    left0 -= cost.amount0
    left1 -= cost.amount1
    return { tickLower, tickUpper, liquidity }
  })
  return filled.filter(({ liquidity }) => liquidity > 0n)
}
