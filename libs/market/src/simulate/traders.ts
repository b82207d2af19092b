import type { ExactPool } from '@tickwise/amm'
import type { FlashAction, SwapAction } from './actions.ts'
import type { MarketParameters } from './parameters.ts'
import { baseUnit, quoteUnit, toPrice, toRaw, toSqrtPriceX96 } from './prices.ts'
import { exponential, logNormal, normal, poisson, type Random } from './random.ts'

/** More than any swap here takes: the price limit decides. */
const unlimited = 1n << 110n

/** Mean profit, beyond the fee, that an arbitrageur waits for: gas and risk. */
const arbitrageMargin = 0.00008

/** Chance that nobody takes an arbitrage in this block. */
const missedArbitrage = 0.15

/**
 * The informed trader's swap: brings the pool to the edge of the band around the reference price within which
 * the fee eats the profit. `undefined` when there is nothing to gain.
 */
export function informedSwap(
  pool: ExactPool,
  referencePriceNow: number,
  random: Random,
): SwapAction | undefined {
  const fee = pool.spec.fee / 1_000_000
  const margin = 1 + exponential(random, arbitrageMargin)
  const price = toPrice(pool.sqrtPriceX96)
  const high = referencePriceNow / (1 - fee)
  const low = referencePriceNow * (1 - fee)
  const zeroForOne = price > high * margin
  if (!zeroForOne && price * margin >= low) return undefined
  if (random() < missedArbitrage) return undefined
  const sqrtPriceLimitX96 = toSqrtPriceX96(zeroForOne ? high : low)
  return {
    kind: 'swap',
    trader: 'informed',
    zeroForOne,
    amountSpecified: unlimited,
    sqrtPriceLimitX96,
  }
}

/** Draws the swaps of one block by those who trade for reasons of their own. */
export function noiseTraders(
  parameters: MarketParameters,
  random: Random,
): (pool: ExactPool, activity: number) => readonly (() => SwapAction)[] {
  const meanPerStep = (parameters.noiseTradesPerDay * parameters.blockSeconds) / 86_400
  // Orders of one side come in runs: large orders are split, and opinions spread.
  let leaning = 0
  return (pool, activity) => {
    leaning = 0.95 * leaning + 0.1 * normal(random)
    const sell = 1 / (1 + Math.exp(-leaning))
    const count = poisson(random, Math.min(meanPerStep * activity, 30))
    return Array.from({ length: count }, () => () => noiseSwap(pool, parameters, sell, random))
  }
}

function noiseSwap(
  pool: ExactPool,
  parameters: MarketParameters,
  sell: number,
  random: Random,
): SwapAction {
  const price = toPrice(pool.sqrtPriceX96)
  const zeroForOne = random() < sell
  const block = random() < 0.01 ? 8 : 1
  const value = Math.min(
    logNormal(random, parameters.noiseTradeValue * block, 1.4),
    400 * parameters.noiseTradeValue,
  )
  const exactOutput = random() < 0.15
  const inBase = zeroForOne !== exactOutput
  const amount = inBase ? toRaw(value / price, baseUnit) : toRaw(value, quoteUnit)
  const amountSpecified = exactOutput ? -(amount + 1n) : amount + 1n
  const slippage = 0.005
  const limit = zeroForOne ? price * (1 - slippage) : price * (1 + slippage)
  return {
    kind: 'swap',
    trader: 'noise',
    zeroForOne,
    amountSpecified,
    sqrtPriceLimitX96: toSqrtPriceX96(limit),
  }
}

/** A flash loan of up to a fifth of what the pool holds, now and then with a tip above the fee. */
export function flashLoan(
  held: { readonly amount0: bigint; readonly amount1: bigint },
  random: Random,
): FlashAction {
  const part = BigInt(Math.floor(1 + random() * 200_000))
  const inBase = random() < 0.5
  const tip = random() < 0.1
  return {
    kind: 'flash',
    amount0: inBase ? (held.amount0 * part) / 1_000_000n : 0n,
    amount1: inBase ? 0n : (held.amount1 * part) / 1_000_000n,
    extra0: tip && inBase ? toRaw(0.01 * random(), baseUnit) : 0n,
    extra1: tip && !inBase ? toRaw(20 * random(), quoteUnit) : 0n,
  }
}
