import { mulDivDown, mulDivUp } from '@tickwise/amm'
import type { TokenIndex, TokenPair } from '@tickwise/strategies'
import type { ActionPool, HeldPosition, SwapFill } from '../venue/venue.ts'
import { leastValueDown, valueAtTickDown, type Portfolio } from './appraisal.ts'
import { clampedSqrtPriceAt, type PriceReading } from './price-reading.ts'
import type { Refusal } from './rebalance-outcome.ts'
import { turnoverAvailableBps, type VaultActivity, type VaultLimits } from './vault-limits.ts'

const ALL_BPS = 10_000
const ALL_FEE = 1_000_000

/** The book of a vault before a rebalance: its own storage, and the fees that it could collect. */
export interface VaultBook {
  readonly asset: TokenIndex
  readonly idle: TokenPair
  readonly positions: readonly HeldPosition[]
  readonly fees: TokenPair
  readonly activity: VaultActivity
}

/** What guards need beside the book: limits, and how prices are read now. */
export interface Guards {
  readonly limits: VaultLimits
  readonly timestamp: number
  /** `PriceEnvelope.read` at the pool's price; undefined while history is too short. */
  read(pool: ActionPool): PriceReading | undefined
}

/** What a rebalance works with; fixed before anything moves. `RebalanceOrder` of the contract. */
export interface GuardedOrder {
  readonly asset: TokenIndex
  readonly guards: Guards
  readonly prices: PriceReading
  /** Raw units of the asset that are to stay idle. */
  readonly idleTarget: bigint
  /** NAV at the long mean price and at the block's first. */
  readonly valueBefore: bigint
  readonly startBefore: bigint
  /** As it stands after this rebalance, its swap aside. */
  readonly activity: VaultActivity
}

/** How every rebalance begins: prices read and settled, cooldown over, values taken. `VaultRebalance.rebalance`. */
export function openOrder(
  pool: ActionPool,
  book: VaultBook,
  guards: Guards,
): GuardedOrder | Refusal {
  const { limits, timestamp } = guards
  const prices = guards.read(pool)
  if (prices === undefined) return { refused: 'PriceHistoryMissing' }
  if (prices.spreadTicks > limits.maxDeviationTicks) return { refused: 'PriceUnsettled' }
  const { rebalancedAt } = book.activity
  if (rebalancedAt !== 0 && timestamp < rebalancedAt + limits.cooldownSeconds) {
    return { refused: 'CooldownRunning' }
  }
  const portfolio: Portfolio = {
    asset: book.asset,
    amount0: book.idle.amount0 + book.fees.amount0,
    amount1: book.idle.amount1 + book.fees.amount1,
    positions: book.positions,
  }
  const bid = leastValueDown(portfolio, prices)
  return {
    asset: book.asset,
    guards,
    prices,
    idleTarget: mulDivDown(bid, BigInt(limits.idleTargetBps), BigInt(ALL_BPS)),
    valueBefore: valueAtTickDown(portfolio, prices.longTwapTick),
    startBefore: valueAtTickDown(portfolio, prices.blockStartTick),
    activity: { ...book.activity, rebalancedAt: timestamp },
  }
}

/** One tick before spot would lie too far from the three prices that a swap cannot move. */
export function priceLimitX96({ guards, prices }: GuardedOrder, zeroForOne: boolean): bigint {
  const { blockStartTick, shortTwapTick, longTwapTick } = prices
  const room = guards.limits.maxDeviationTicks - 1
  return clampedSqrtPriceAt(
    zeroForOne
      ? Math.max(blockStartTick, shortTwapTick, longTwapTick) - room
      : Math.min(blockStartTick, shortTwapTick, longTwapTick) + room,
  )
}

/** As much of a planned swap as the day's allowance leaves, and the allowance after it. */
export function withinTurnover(
  order: GuardedOrder,
  zeroForOne: boolean,
  planned: bigint,
): { readonly amountIn: bigint; readonly activity: VaultActivity } {
  const { guards, activity, valueBefore } = order
  const { dailyTurnoverBps } = guards.limits
  const availableBps = turnoverAvailableBps(activity, dailyTurnoverBps, guards.timestamp)
  if (availableBps === 0) return { amountIn: 0n, activity }
  const offered = bare(order.asset, zeroForOne ? planned : 0n, zeroForOne ? 0n : planned)
  // Rounded down by less than one unit, which counts as a whole one.
  const valueUp = 1n + valueAtTickDown(offered, order.prices.longTwapTick)
  const allowance = mulDivDown(valueBefore, BigInt(availableBps), BigInt(ALL_BPS))
  const isCut = valueUp > allowance
  const swappedBps = isCut ? availableBps : Number(mulDivUp(valueUp, BigInt(ALL_BPS), valueBefore))
  return {
    amountIn: isCut ? mulDivDown(planned, allowance, valueUp) : planned,
    activity: {
      ...activity,
      turnoverUsedBps: dailyTurnoverBps - (availableBps - swappedBps),
      turnoverAt: guards.timestamp,
    },
  }
}

/** At least what the vault's side of the envelope pays, less the pool's fee and the loss allowed. */
export function checkSwapPrice(
  { guards, prices }: GuardedOrder,
  fee: number,
  zeroForOne: boolean,
  { amountIn, amountOut }: SwapFill,
): Refusal | undefined {
  const atWorst = zeroForOne
    ? valueAtTickDown(bare(1, amountIn, 0n), prices.lowestTick)
    : valueAtTickDown(bare(0, 0n, amountIn), prices.highestTick + 1)
  const minimum = mulDivDown(
    atWorst,
    BigInt((ALL_FEE - fee) * (ALL_BPS - guards.limits.maxLossBps)),
    BigInt(ALL_FEE * ALL_BPS),
  )
  return amountOut < minimum ? { refused: 'SwapOutBelowMinimum' } : undefined
}

/** The vault's own swap must not have driven the prices apart. */
export function checkStillSettled({ guards }: GuardedOrder, pool: ActionPool): Refusal | undefined {
  const prices = guards.read(pool)
  if (prices === undefined) return { refused: 'PriceHistoryMissing' }
  return prices.spreadTicks > guards.limits.maxDeviationTicks
    ? { refused: 'PriceUnsettled' }
    : undefined
}

/** Value at both recorded prices is what it was, but for the loss allowed. */
export function checkAfterwards(order: GuardedOrder, portfolio: Portfolio): Refusal | undefined {
  const { prices, valueBefore, startBefore, guards } = order
  const kept = BigInt(ALL_BPS - guards.limits.maxLossBps)
  const lost = (before: bigint, tick: number): boolean =>
    valueAtTickDown(portfolio, tick) * BigInt(ALL_BPS) < before * kept
  return lost(valueBefore, prices.longTwapTick) || lost(startBefore, prices.blockStartTick)
    ? { refused: 'LossExceeded' }
    : undefined
}

function bare(asset: TokenIndex, amount0: bigint, amount1: bigint): Portfolio {
  return { asset, amount0, amount1, positions: [] }
}
