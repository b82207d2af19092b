import { getSqrtRatioAtTick } from '@tickwise/amm'
import type { TickRange } from '../policies/tick-range.ts'

/*
 * Arithmetic of this folder: float64 with + − × ÷ alone, on numbers read from exact integers (square roots
 * of prices come from TickMath). IEEE 754 fixes each of these to the last bit, so every machine decides alike;
 * Math.log, Math.exp and Math.pow, which engines may round differently, are not used.
 */

/** ln 1.0001: log return of one tick. */
const TICK_RETURN = 9.999500033330834e-5

const X96 = 2 ** 96

/** What the earnings and losses of a range depend on. Rates are per epoch. */
export interface RangeMarket {
  readonly tick: number
  readonly sqrtPriceX96: bigint
  /** Fees that one unit of in-range liquidity earns, in token1, raw units. */
  readonly feesPerLiquidity: number
  /** Variance of the tick, ticks². */
  readonly varianceTicks: number
  /** Cost of one rebalance as a fraction of the value: gas, swap fee on half of it, impact. */
  readonly rebalanceCost: number
}

/** Rates of a range per epoch, as fractions of its value. */
export interface RangeRates {
  readonly fees: number
  readonly lossToArbitrage: number
  readonly rebalances: number
  /** fees − lossToArbitrage − rebalances */
  readonly net: number
  /** Expected epochs until the price leaves the range; 0 outside it. */
  readonly exitEpochs: number
}

/**
 * What a range around the price earns and loses per unit of its value.
 *
 * One unit of liquidity in [a, b] is worth V = √P·(1 − √P/√b) + (√P − √a) in token1, so it earns fees / V.
 * It loses σ²·√P / (4·V) to arbitrage: σ²P²/2 · |dx/dP| with x = 1/√P − 1/√b, which is σ²/8 for the full range.
 * A Brownian motion without drift leaves the range after (tick − lower)·(upper − tick) / σ² epochs on average,
 * and each exit costs a rebalance. Outside its range a position does nothing: all rates are 0.
 *
 * Source: Milionis, Moallemi, Roughgarden, Zhang, "Automated Market Making and Loss-Versus-Rebalancing",
 * arXiv 2208.06046, theorem 1.
 *
 * @example
 * rangeRates(market, { tickLower: -600, tickUpper: 600 }).net
 */
export function rangeRates(market: RangeMarket, range: TickRange): RangeRates {
  const { tick, sqrtPriceX96, feesPerLiquidity, varianceTicks, rebalanceCost } = market
  const { tickLower, tickUpper } = range
  if (tick < tickLower || tick >= tickUpper) return outside
  const root = Number(sqrtPriceX96) / X96
  const lower = sqrtRatio(tickLower)
  const upper = sqrtRatio(tickUpper)
  const value = root * (1 - root / upper) + (root - lower)
  const variance = varianceTicks * TICK_RETURN * TICK_RETURN
  // The price lies somewhere between its tick and the next.
  const exitEpochs = ((tick + 0.5 - tickLower) * (tickUpper - tick - 0.5)) / varianceTicks
  const fees = feesPerLiquidity / value
  const lossToArbitrage = (variance * root) / (4 * value)
  const rebalances = rebalanceCost / exitEpochs
  return {
    fees,
    lossToArbitrage,
    rebalances,
    net: fees - lossToArbitrage - rebalances,
    exitEpochs,
  }
}

const outside: RangeRates = {
  fees: 0,
  lossToArbitrage: 0,
  rebalances: 0,
  net: 0,
  exitEpochs: 0,
}

/**
 * Net rate of a range that reaches `halfWidthTicks` to both sides of the price:
 * (f / 2√P − σ²/8) / (1 − 1.0001^(−w/2)) − c·σ²/w², which {@link rangeRates} gives for such a range.
 *
 * @example
 * centredNetRate(market, 600)
 */
export function centredNetRate(market: RangeMarket, halfWidthTicks: number): number {
  const { varianceTicks, rebalanceCost } = market
  const concentration = 1 / (1 - sqrtRatio(-halfWidthTicks))
  const rebalances = (rebalanceCost * varianceTicks) / (halfWidthTicks * halfWidthTicks)
  return unconcentratedRate(market) * concentration - rebalances
}

/**
 * Fees less loss to arbitrage of the full range: the part that concentration multiplies. Not above 0: no
 * width earns what it loses.
 *
 * @example
 * unconcentratedRate(market) > 0
 */
export function unconcentratedRate(market: RangeMarket): number {
  const { sqrtPriceX96, feesPerLiquidity, varianceTicks } = market
  const root = Number(sqrtPriceX96) / X96
  const variance = varianceTicks * TICK_RETURN * TICK_RETURN
  return feesPerLiquidity / (2 * root) - variance / 8
}

function sqrtRatio(tick: number): number {
  return Number(getSqrtRatioAtTick(tick)) / X96
}
