import type { ExactPool, PoolEventColumns } from '@tickwise/amm'
import { amount0At, amount1At, kindCode, liquidityAt, sqrtPriceAt, UserError } from '@tickwise/amm'
import { MARKET } from './market-pool.ts'

/**
 * Executes a recorded event in a pool that may stand elsewhere than the recorded one did: swaps as
 * exact input of the recorded gross amount, mints and burns of the recorded liquidity. Returns
 * whether the pool could do it: a burn of liquidity that is not there is left out.
 */
export function executeEvent(pool: ExactPool, columns: PoolEventColumns, row: number): boolean {
  const timestamp = columns.timestamp[row] ?? 0
  const tickLower = columns.tickA[row] ?? 0
  const tickUpper = columns.tickB[row] ?? 0
  switch (columns.kind[row]) {
    case kindCode.initialize:
      pool.initialize(sqrtPriceAt(columns, row), timestamp)
      return true
    case kindCode.swap: {
      const amount0 = amount0At(columns, row)
      const amount1 = amount1At(columns, row)
      const amountSpecified = amount0 > 0n ? amount0 : amount1
      if (amountSpecified > 0n) pool.swap({ zeroForOne: amount0 > 0n, amountSpecified }, timestamp)
      return true
    }
    case kindCode.mint:
    case kindCode.burn: {
      const liquidity = liquidityAt(columns, row)
      if (liquidity === 0n) return true
      const request = { owner: MARKET, tickLower, tickUpper, liquidity }
      if (columns.kind[row] === kindCode.mint) pool.mint(request, timestamp)
      else return tryBurn(pool, request, timestamp)
      return true
    }
    case kindCode.flash:
      // The loan itself leaves no trace; what was paid for it goes to the providers.
      if (pool.liquidity > 0n) {
        pool.flash({ ...noLoan, paid0: amount0At(columns, row), paid1: amount1At(columns, row) })
      }
      return true
    case kindCode.setFeeProtocol:
      pool.setFeeProtocol(tickLower, tickUpper)
      return true
    case undefined:
    default:
      return true
  }
}

const noLoan = { amount0: 0n, amount1: 0n }

function tryBurn(
  pool: ExactPool,
  request: Parameters<ExactPool['burn']>[0],
  timestamp: number,
): boolean {
  try {
    pool.burn(request, timestamp)
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}
