import { amountsForLiquidityDown, MASK_256, mulDivDown, mulDivUp, Q128 } from '@tickwise/amm'
import type { TokenIndex, TokenPair } from '@tickwise/strategies'
import type { HeldPosition } from '../venue/venue.ts'
import { clampedSqrtPriceAt, type PriceReading } from './price-reading.ts'
import { Q192 } from './valuation.ts'

const Q64 = 1n << 64n
const MAX_VALUE = (1n << 192n) - 1n

/** What a vault holds: idle amounts, with uncollected fees where they are to count, and its positions. */
export interface Portfolio extends TokenPair {
  readonly asset: TokenIndex
  readonly positions: readonly HeldPosition[]
}

/**
 * Value at the price of a tick, raw units of the asset, rounded down: `PriceEnvelope.valueAtTick`.
 *
 * @example
 * valueAtTickDown({ asset: 1, amount0: 0n, amount1: 5n, positions: [] }, 0) // 5n
 */
export function valueAtTickDown(portfolio: Portfolio, tick: number): bigint {
  return valueAt(portfolio, clampedSqrtPriceAt(tick))
}

/**
 * The least value at the four prices: the vault's bid. The extreme price is the one at which the asset is
 * dear, the lowest where token1 is the asset and the highest where token0 is; amounts are rounded down there.
 */
export function leastValueDown(portfolio: Portfolio, prices: PriceReading): bigint {
  const { lowestSqrtPriceX96, highestSqrtPriceX96 } = prices
  return valueAt(portfolio, portfolio.asset === 1 ? lowestSqrtPriceX96 : highestSqrtPriceX96)
}

function valueAt(portfolio: Portfolio, sqrtPriceX96: bigint): bigint {
  let { amount0, amount1 } = portfolio
  for (const { tickLower, tickUpper, liquidity } of portfolio.positions) {
    const part = amountsForLiquidityDown(sqrtPriceX96, tickLower, tickUpper, liquidity)
    amount0 += part.amount0
    amount1 += part.amount1
  }
  const value = navDown(amount0, amount1, sqrtPriceX96, portfolio.asset)
  return value < MAX_VALUE ? value : MAX_VALUE
}

/** `Nav.valueDown`: each token is rounded down by itself. */
function navDown(
  amount0: bigint,
  amount1: bigint,
  sqrtPriceX96: bigint,
  asset: TokenIndex,
): bigint {
  const value =
    asset === 1
      ? amount1 + quote0Down(amount0, sqrtPriceX96)
      : amount0 + quote1Down(amount1, sqrtPriceX96)
  return value < MASK_256 ? value : MASK_256
}

function quote0Down(amount0: bigint, root: bigint): bigint {
  if (root < Q128) return mulDivDown(amount0, root * root, Q192)
  return mulDivDown(amount0, mulDivDown(root, root, Q64), Q128)
}

function quote1Down(amount1: bigint, root: bigint): bigint {
  if (root < Q128) return mulDivDown(amount1, Q192, root * root)
  return mulDivDown(amount1, Q128, mulDivUp(root, root, Q64))
}
