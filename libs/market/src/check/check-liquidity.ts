import {
  advanceProfile,
  createLiquidityProfile,
  kindCode,
  liquidityAt,
  liquidityOfInterval,
} from '@tickwise/amm'
import type { PoolEventColumns, PoolSpec, StartState } from '@tickwise/amm'
import type { RowFault } from './finding.ts'

/**
 * In-range liquidity of each swap must equal what the start state, mints and burns leave in the
 * interval where it ends: one missing mint, burn or swap shows at the next swap there.
 */
export function* checkLiquidity(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
): Generator<RowFault> {
  const profile = createLiquidityProfile(columns, spec, start)
  for (let row = 0; row < columns.length; row++) {
    if (columns.kind[row] === kindCode.swap) {
      const interval = Math.floor((columns.tickA[row] ?? 0) / spec.tickSpacing)
      const expected = liquidityOfInterval(profile, interval)
      const found = liquidityAt(columns, row)
      if (expected !== undefined && expected !== found)
        yield {
          severity: 'error',
          check: 'liquidity',
          columnRow: row,
          message: `in-range liquidity of the swap is ${found}, the events before it leave ${expected}`,
        }
    }
    advanceProfile(profile, row + 1)
  }
}
