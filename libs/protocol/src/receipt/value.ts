import { amountsForLiquidityDown, getSqrtRatioAtTick, MAX_TICK, MIN_TICK } from '@tickwise/amm'
import type { StoredPosition } from '../inference/types.ts'

const q64 = 1n << 64n
const q128 = 1n << 128n
const q192 = 1n << 192n
/** As `Appraiser.sol`: no token has this much. */
const mostValue = (1n << 192n) - 1n

/** What a portfolio is made of; uncollected fees are among the amounts where they count. */
export interface Holdings {
  readonly amount0: bigint
  readonly amount1: bigint
  readonly positions: readonly StoredPosition[]
}

/**
 * Value of two amounts in the asset: `Nav.valueDown` of the contracts, to the unit.
 *
 * @example
 * valueDown(10n ** 18n, 0n, 2n ** 96n, true) // 10n ** 18n
 */
export function valueDown(
  amount0: bigint,
  amount1: bigint,
  sqrtPriceX96: bigint,
  assetIsToken1: boolean,
): bigint {
  const narrow = sqrtPriceX96 < q128
  const square = sqrtPriceX96 * sqrtPriceX96
  if (assetIsToken1) {
    const other = narrow ? (amount0 * square) / q192 : (amount0 * (square / q64)) / q128
    return least(amount1 + other)
  }
  const other = narrow ? (amount1 * q192) / square : (amount1 * q128) / ((square + q64 - 1n) / q64)
  return least(amount0 + other)
}

/**
 * Value of a portfolio at the price of a tick: `valueAtTick` of `PriceEnvelope.sol`, to the unit.
 *
 * @example
 * valueAtTick({ amount0, amount1, positions }, longTwapTick, true)
 */
export function valueAtTick(holdings: Holdings, tick: number, assetIsToken1: boolean): bigint {
  const sqrtPriceX96 = getSqrtRatioAtTick(Math.max(MIN_TICK, Math.min(MAX_TICK, tick)))
  let { amount0, amount1 } = holdings
  for (const { tickLower, tickUpper, liquidity } of holdings.positions) {
    const part = amountsForLiquidityDown(sqrtPriceX96, tickLower, tickUpper, liquidity)
    amount0 += part.amount0
    amount1 += part.amount1
  }
  return valueDown(amount0, amount1, sqrtPriceX96, assetIsToken1)
}

function least(value: bigint): bigint {
  return value < mostValue ? value : mostValue
}
