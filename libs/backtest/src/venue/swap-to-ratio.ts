import { amountsForLiquidityDown } from '@tickwise/amm'
import type { TargetRange, TokenPair } from '@tickwise/strategies'
import { valuationAt, valueX192 } from '../vault/valuation.ts'
import type { SwapFill } from './venue.ts'

/** A swap to make before minting. */
export interface RatioSwap {
  readonly zeroForOne: boolean
  readonly amountIn: bigint
}

type Quote = (zeroForOne: boolean, amountIn: bigint) => SwapFill

/** Enough liquidity for composition to be exact to 1e-18 and little enough for 128 bits. */
const PROBE_LIQUIDITY = 1n << 110n
const UNIT = 10n ** 18n
/** Halving alone would take 20 to reach the tolerance; three is what it usually takes. */
const MAX_QUOTES = 48
/**
 * A mismatch below a millionth stays idle: another quote costs more than it finds. A millionth of the
 * token that the ranges need less of, since what lacks of that one keeps its whole counterpart idle.
 */
const TOLERANCE = 1_000_000n

/**
 * The swap after which the holdings have the mix that the ranges need at the price the swap leaves,
 * found by secant steps over quotes, kept in a bracket; undefined when no swap is worth it.
 */
export function swapToRatio(
  sqrtPriceX96: bigint,
  holdings: TokenPair,
  ranges: readonly TargetRange[],
  fee: number,
  quote: Quote,
): RatioSwap | undefined {
  const start = mismatchX192(sqrtPriceX96, holdings, ranges)
  if (start === undefined || isSmall(start)) return undefined
  const zeroForOne = start.excess0 > 0n
  const offered = zeroForOne ? holdings.amount0 : holdings.amount1
  const mismatchAt = (fill: SwapFill): Mismatch => {
    const after = zeroForOne
      ? { amount0: holdings.amount0 - fill.amountIn, amount1: holdings.amount1 + fill.amountOut }
      : { amount0: holdings.amount0 + fill.amountOut, amount1: holdings.amount1 - fill.amountIn }
    return mismatchX192(fill.sqrtPriceX96, after, ranges) ?? { excess0: 0n, lesserNeed: 0n }
  }
  const squared = sqrtPriceX96 * sqrtPriceX96
  const startExcess = sizeOf(start)

  // Excess falls from positive at `low` towards `high`; selling all may not be enough to end it.
  let low = 0n
  let high = offered
  let previous = { amountIn: 0n, excess: startExcess }
  let amountIn = zeroForOne ? startExcess / squared : startExcess >> 192n
  amountIn = least(amountIn + (amountIn * BigInt(fee)) / 2_000_000n, offered)
  for (let quotes = 0; quotes < MAX_QUOTES; quotes++) {
    const mismatch = mismatchAt(quote(zeroForOne, amountIn))
    const excess = zeroForOne ? mismatch.excess0 : -mismatch.excess0
    if (isSmall(mismatch) || (excess > 0n && amountIn === offered)) break
    if (excess > 0n) low = amountIn
    else high = amountIn
    if (high - low < 2n) break
    const change = previous.excess - excess
    const secant =
      change === 0n ? low : amountIn + (excess * (amountIn - previous.amountIn)) / change
    const halve = quotes % 3 === 2 || secant <= low || secant >= high
    previous = { amountIn, excess }
    amountIn = halve ? (low + high) / 2n : secant
  }
  return amountIn === 0n ? undefined : { zeroForOne, amountIn }
}

/** How far holdings are from the mix that ranges need; values in token1 · 2^192. */
interface Mismatch {
  /** Token0 beyond what the ranges need of it. */
  readonly excess0: bigint
  /** What the ranges need of the token they need less of; of the other one, when of only one. */
  readonly lesserNeed: bigint
}

function sizeOf({ excess0 }: Mismatch): bigint {
  return excess0 < 0n ? -excess0 : excess0
}

function isSmall(mismatch: Mismatch): boolean {
  return sizeOf(mismatch) * TOLERANCE <= mismatch.lesserNeed
}

/** Undefined without ranges. */
function mismatchX192(
  sqrtPriceX96: bigint,
  holdings: TokenPair,
  ranges: readonly TargetRange[],
): Mismatch | undefined {
  const valuation = valuationAt(sqrtPriceX96, 1)
  let weights = 0n
  let weighted = 0n
  for (const { tickLower, tickUpper, weightBps } of ranges) {
    const mix = amountsForLiquidityDown(sqrtPriceX96, tickLower, tickUpper, PROBE_LIQUIDITY)
    const value = valueX192(valuation, mix.amount0, mix.amount1)
    if (value === 0n) continue
    weights += BigInt(weightBps)
    weighted += (BigInt(weightBps) * UNIT * valueX192(valuation, mix.amount0, 0n)) / value
  }
  if (weights === 0n) return undefined
  const whole = valueX192(valuation, holdings.amount0, holdings.amount1)
  const need0 = (whole * weighted) / (weights * UNIT)
  const need1 = whole - need0
  return {
    excess0: valueX192(valuation, holdings.amount0, 0n) - need0,
    lesserNeed: need0 === 0n ? need1 : need1 === 0n ? need0 : least(need0, need1),
  }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
