import { createEventColumns } from '@tickwise/amm'
import type { PoolEventColumns } from '@tickwise/amm'

/** 64-bit limbs per row, as PoolEventColumns says. */
const columnLimbs = { sqrtPriceX96: 3, liquidity: 2, amount0: 3, amount1: 3 } as const

/** Joins parts of a stream into one set of columns in shared memory. */
export const joinColumns = (parts: readonly PoolEventColumns[]): PoolEventColumns => {
  const joined = createEventColumns(parts.reduce((sum, part) => sum + part.length, 0))
  let row = 0
  for (const part of parts) {
    joined.kind.set(part.kind, row)
    joined.blockNumber.set(part.blockNumber, row)
    joined.logIndex.set(part.logIndex, row)
    joined.timestamp.set(part.timestamp, row)
    joined.tickA.set(part.tickA, row)
    joined.tickB.set(part.tickB, row)
    joined.sqrtPriceX96.set(part.sqrtPriceX96, columnLimbs.sqrtPriceX96 * row)
    joined.liquidity.set(part.liquidity, columnLimbs.liquidity * row)
    joined.amount0.set(part.amount0, columnLimbs.amount0 * row)
    joined.amount1.set(part.amount1, columnLimbs.amount1 * row)
    row += part.length
  }
  return joined
}
