import { UserError } from './errors.ts'
import { MASK_128, mulDivDown, Q96 } from './full-math.ts'
import {
  amount0DeltaDown,
  amount0DeltaUp,
  amount1DeltaDown,
  amount1DeltaUp,
} from './sqrt-price-math.ts'
import { getSqrtRatioAtTick, maxUsableTick } from './tick-math.ts'

/** Raw units of both tokens. */
export interface TokenAmounts {
  readonly amount0: bigint
  readonly amount1: bigint
}

/**
 * What a position holds, rounded down: what burning it pays out.
 * @param liquidity uint128
 * @throws UserError `E_TICK_RANGE` when a tick has no price
 * @example amountsForLiquidityDown(2n ** 96n, -600, 600, 10n ** 18n)
 */
export function amountsForLiquidityDown(
  sqrtPriceX96: bigint,
  tickLower: number,
  tickUpper: number,
  liquidity: bigint,
): TokenAmounts {
  const lower = getSqrtRatioAtTick(tickLower)
  const upper = getSqrtRatioAtTick(tickUpper)
  const price = clamp(sqrtPriceX96, lower, upper)
  return {
    amount0: amount0DeltaDown(price, upper, liquidity),
    amount1: amount1DeltaDown(lower, price, liquidity),
  }
}

/**
 * What minting `liquidity` costs: both amounts rounded up.
 * @throws UserError `E_TICK_RANGE` when a tick has no price
 * @example amountsForLiquidityUp(2n ** 96n, -600, 600, 10n ** 18n)
 */
export function amountsForLiquidityUp(
  sqrtPriceX96: bigint,
  tickLower: number,
  tickUpper: number,
  liquidity: bigint,
): TokenAmounts {
  const lower = getSqrtRatioAtTick(tickLower)
  const upper = getSqrtRatioAtTick(tickUpper)
  const price = clamp(sqrtPriceX96, lower, upper)
  return {
    amount0: amount0DeltaUp(price, upper, liquidity),
    amount1: amount1DeltaUp(lower, price, liquidity),
  }
}

/**
 * Liquidity the amounts buy in a range, as `LiquidityAmounts.getLiquidityForAmounts` of v3-periphery
 * (what the position manager mints): rounded down, so the mint never asks for more than offered.
 * @throws UserError `E_POOL_REVERT` when the liquidity does not fit uint128
 * @example liquidityForAmounts(2n ** 96n, -600, 600, 10n ** 18n, 10n ** 18n)
 */
export function liquidityForAmounts(
  sqrtPriceX96: bigint,
  tickLower: number,
  tickUpper: number,
  amount0: bigint,
  amount1: bigint,
): bigint {
  const lower = getSqrtRatioAtTick(tickLower)
  const upper = getSqrtRatioAtTick(tickUpper)
  if (sqrtPriceX96 <= lower) return liquidityForAmount0Down(lower, upper, amount0)
  if (sqrtPriceX96 >= upper) return liquidityForAmount1Down(lower, upper, amount1)
  const from0 = liquidityForAmount0Down(sqrtPriceX96, upper, amount0)
  const from1 = liquidityForAmount1Down(lower, sqrtPriceX96, amount1)
  return from0 < from1 ? from0 : from1
}

/**
 * Most liquidity that may reference one tick, as `Tick.tickSpacingToMaxLiquidityPerTick` of v3-core.
 * @example maxLiquidityPerTick(60) // 11505743598341114571880798222544994n
 */
export function maxLiquidityPerTick(spacing: number): bigint {
  const ticks = (2 * maxUsableTick(spacing)) / spacing + 1
  return MASK_128 / BigInt(ticks)
}

/**
 * `liquidity + delta` within uint128, as `LiquidityMath.addDelta` of v3-core.
 * @throws UserError `E_POOL_LS` below 0, `E_POOL_LA` beyond uint128
 * @example addLiquidityDelta(5n, -2n) // 3n
 */
export function addLiquidityDelta(liquidity: bigint, delta: bigint): bigint {
  const sum = liquidity + delta
  if (sum >= 0n && sum <= MASK_128) return sum
  const reason = sum < 0n ? 'LS' : 'LA'
  throw new UserError(
    `E_POOL_${reason}`,
    sum < 0n ? 'more liquidity is removed than is there' : 'the liquidity does not fit 128 bits',
    { facts: { liquidity, delta, reason } },
  )
}

function liquidityForAmount0Down(sqrtAX96: bigint, sqrtBX96: bigint, amount0: bigint): bigint {
  const intermediate = mulDivDown(sqrtAX96, sqrtBX96, Q96)
  return toUint128(mulDivDown(amount0, intermediate, sqrtBX96 - sqrtAX96))
}

function liquidityForAmount1Down(sqrtAX96: bigint, sqrtBX96: bigint, amount1: bigint): bigint {
  return toUint128(mulDivDown(amount1, Q96, sqrtBX96 - sqrtAX96))
}

function toUint128(liquidity: bigint): bigint {
  if (liquidity <= MASK_128) return liquidity
  throw new UserError('E_POOL_REVERT', 'the liquidity does not fit 128 bits', {
    hint: 'offer smaller amounts or a wider range',
    facts: { liquidity, reason: '' },
  })
}

function clamp(value: bigint, lower: bigint, upper: bigint): bigint {
  if (value < lower) return lower
  return value > upper ? upper : value
}
