import { amountsForLiquidityUp, liquidityForAmounts } from '@tickwise/amm'
import {
  ALL_BPS,
  type RebalanceDecision,
  type TargetRange,
  type TokenPair,
} from '@tickwise/strategies'
import type { HeldPosition } from '../venue/venue.ts'
import { valuationAt, valueX192 } from './valuation.ts'

/** Enough for the cost of a unit of liquidity to be exact to many digits. */
const PROBE_LIQUIDITY = 1n << 110n

/**
 * Positions that a decision places from these holdings at this price: never more than is held,
 * rounding included. Ranges that come out empty are left out.
 */
export function placePositions(
  decision: RebalanceDecision,
  sqrtPriceX96: bigint,
  holdings: TokenPair,
): HeldPosition[] {
  const positions =
    decision.swap === 'to-ratio'
      ? placeByValue(decision.ranges, sqrtPriceX96, holdings)
      : placeInOrder(decision.ranges, sqrtPriceX96, holdings)
  return positions.filter(({ liquidity }) => liquidity > 0n)
}

/** Each range gets its share of the value; all shrink alike when one token does not suffice. */
function placeByValue(
  ranges: readonly TargetRange[],
  sqrtPriceX96: bigint,
  holdings: TokenPair,
): HeldPosition[] {
  const only = ranges[0]
  if (ranges.length === 1 && only?.weightBps === ALL_BPS) {
    return placeInOrder(ranges, sqrtPriceX96, holdings)
  }
  const valuation = valuationAt(sqrtPriceX96, 1)
  const whole = valueX192(valuation, holdings.amount0, holdings.amount1)
  const wanted = ranges.map((range): HeldPosition => {
    const { tickLower, tickUpper, weightBps } = range
    const probe = amountsForLiquidityUp(sqrtPriceX96, tickLower, tickUpper, PROBE_LIQUIDITY)
    const probeValue = valueX192(valuation, probe.amount0, probe.amount1)
    const share = (whole * BigInt(weightBps)) / BigInt(ALL_BPS)
    const liquidity = probeValue === 0n ? 0n : (share * PROBE_LIQUIDITY) / probeValue
    return { tickLower, tickUpper, liquidity }
  })
  const cost = costUp(wanted, sqrtPriceX96)
  const slack = BigInt(ranges.length)
  const shrink = (position: HeldPosition, held: bigint, needed: bigint): HeldPosition =>
    needed <= held
      ? position
      : { ...position, liquidity: (position.liquidity * maxZero(held - slack)) / needed }
  const by0 = wanted.map((position) => shrink(position, holdings.amount0, cost.amount0))
  const cost1 = costUp(by0, sqrtPriceX96).amount1
  return by0.map((position) => shrink(position, holdings.amount1, cost1))
}

function placeInOrder(
  ranges: readonly TargetRange[],
  sqrtPriceX96: bigint,
  holdings: TokenPair,
): HeldPosition[] {
  let left0 = holdings.amount0
  let left1 = holdings.amount1
  return ranges.map(({ tickLower, tickUpper, weightBps }) => {
    const budget0 = least(left0, (holdings.amount0 * BigInt(weightBps)) / BigInt(ALL_BPS))
    const budget1 = least(left1, (holdings.amount1 * BigInt(weightBps)) / BigInt(ALL_BPS))
    const liquidity = liquidityForAmounts(sqrtPriceX96, tickLower, tickUpper, budget0, budget1)
    const cost = amountsForLiquidityUp(sqrtPriceX96, tickLower, tickUpper, liquidity)
    left0 -= cost.amount0
    left1 -= cost.amount1
    return { tickLower, tickUpper, liquidity }
  })
}

function costUp(positions: readonly HeldPosition[], sqrtPriceX96: bigint): TokenPair {
  let amount0 = 0n
  let amount1 = 0n
  for (const { tickLower, tickUpper, liquidity } of positions) {
    const cost = amountsForLiquidityUp(sqrtPriceX96, tickLower, tickUpper, liquidity)
    amount0 += cost.amount0
    amount1 += cost.amount1
  }
  return { amount0, amount1 }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function maxZero(value: bigint): bigint {
  return value > 0n ? value : 0n
}
