import {
  amountsForLiquidityDown,
  amountsForLiquidityUp,
  ExactPool,
  getSqrtRatioAtTick,
  MAX_TICK,
  MIN_TICK,
} from '@tickwise/amm'
import {
  fillRanges,
  policyPlan,
  type PolicyParameters,
  type PolicyPlan,
} from '@tickwise/strategies'
import type { Rebalance, RebalanceEffects, RebalanceInputs, StateBefore } from './receipt.ts'
import { valueAtTick, valueDown } from './value.ts'

const allBps = 10_000n

/** Tokens outside positions. */
interface Amounts {
  readonly amount0: bigint
  readonly amount1: bigint
}

/**
 * What the contracts must make of a forecast at a state: `policyPlan` of @tickwise/strategies for the plan,
 * the exact pool of @tickwise/amm for the swap, and the vault's own rounding for everything around them.
 * Nothing of it is read from what the transaction did.
 *
 * @throws TickwiseError for a state that no vault can be in
 * @example
 * recomputeRebalance(parameters, varianceX32, stateBefore, inputs).effects.positions
 */
export function recomputeRebalance(
  parameters: PolicyParameters,
  varianceX32: bigint,
  before: StateBefore,
  inputs: RebalanceInputs,
): Rebalance {
  const closed = close(before, inputs)
  const reserve = reserveOf(inputs)
  const plan = planOf(parameters, varianceX32, before, inputs, closed, reserve)
  const valueBefore = valueAtTick(
    {
      amount0: before.idle0 + inputs.fees0,
      amount1: before.idle1 + inputs.fees1,
      positions: before.positions,
    },
    inputs.longTwapTick,
    inputs.assetIsToken1,
  )
  const amountIn = amountToSwap(plan, inputs, valueBefore)
  const swap = amountIn === 0n ? undefined : swapExactly(plan, amountIn, before, inputs)
  const opened = open(plan, swap, closed, reserve, before, inputs)
  const { longTwapTick, assetIsToken1, fees0, fees1 } = inputs
  const portfolio = { amount0: opened.idle0, amount1: opened.idle1, positions: opened.positions }
  return {
    inputs,
    plan,
    effects: {
      fees0,
      fees1,
      ...(swap === undefined ? {} : { swap }),
      ...opened,
      referenceTick: longTwapTick,
      valueBefore,
      valueAfter: valueAtTick(portfolio, longTwapTick, assetIsToken1),
    },
  }
}

/** Idle after everything is taken out of the pool. */
function close(before: StateBefore, { recordedLiquidity, fees0, fees1 }: RebalanceInputs): Amounts {
  let amount0 = before.idle0 + fees0
  let amount1 = before.idle1 + fees1
  for (const [i, { tickLower, tickUpper }] of before.positions.entries()) {
    const liquidity = recordedLiquidity[i] ?? 0n
    const paid = amountsForLiquidityDown(before.sqrtPriceX96, tickLower, tickUpper, liquidity)
    amount0 += paid.amount0
    amount1 += paid.amount1
  }
  return { amount0, amount1 }
}

/** What is to stay idle of the asset: the buffer, and what the redemption queue is worth at bid. */
function reserveOf(inputs: RebalanceInputs): bigint {
  const buffer = (inputs.bid * BigInt(inputs.idleTargetBps)) / allBps
  const queued = (inputs.queuedShares * (inputs.bid + 1n)) / (inputs.supply + inputs.virtualShares)
  return buffer + queued
}

function planOf(
  parameters: PolicyParameters,
  varianceX32: bigint,
  before: StateBefore,
  inputs: RebalanceInputs,
  closed: Amounts,
  reserve: bigint,
): PolicyPlan {
  const { sqrtPriceX96, tick } = before
  const { tickSpacing, poolFee: fee, assetIsToken1 } = inputs
  const liquidity = liquidityOfOthers(before, inputs)
  return policyPlan(
    parameters,
    varianceX32,
    { sqrtPriceX96, tick, tickSpacing, liquidity, fee },
    {
      ...closed,
      reserve0: assetIsToken1 ? 0n : reserve,
      reserve1: assetIsToken1 ? reserve : 0n,
    },
  )
}

function liquidityOfOthers(
  { positions, liquidity, tick }: StateBefore,
  { recordedLiquidity }: RebalanceInputs,
): bigint {
  let others = liquidity
  for (const [i, { tickLower, tickUpper }] of positions.entries()) {
    if (tickLower <= tick && tick < tickUpper) others -= recordedLiquidity[i] ?? 0n
  }
  return others
}

/** As much of the planned swap as the day's turnover leaves: `withinTurnover` of `RebalanceLogic.sol`. */
function amountToSwap({ swap }: PolicyPlan, inputs: RebalanceInputs, valueBefore: bigint): bigint {
  if (swap === undefined || inputs.turnoverAvailableBps === 0n) return 0n
  const { zeroForOne, amountIn } = swap
  const { longTwapTick, assetIsToken1, turnoverAvailableBps } = inputs
  const price = getSqrtRatioAtTick(longTwapTick)
  const [sold0, sold1] = zeroForOne ? [amountIn, 0n] : [0n, amountIn]
  const valueUp = 1n + valueDown(sold0, sold1, price, assetIsToken1)
  const allowance = (valueBefore * turnoverAvailableBps) / allBps
  return valueUp > allowance ? (amountIn * allowance) / valueUp : amountIn
}

/** One tick before spot would lie too far from the three prices that a swap cannot move. */
export function swapLimitTick(
  zeroForOne: boolean,
  inputs: Pick<
    RebalanceInputs,
    'blockStartTick' | 'shortTwapTick' | 'longTwapTick' | 'maxDeviationTicks'
  >,
): number {
  const means = [inputs.blockStartTick, inputs.shortTwapTick, inputs.longTwapTick]
  const room = inputs.maxDeviationTicks - 1
  const tick = zeroForOne ? Math.max(...means) - room : Math.min(...means) + room
  return Math.max(MIN_TICK, Math.min(MAX_TICK, tick))
}

/** The swap in the pool without the vault's positions; `undefined` where there is no room for one. */
function swapExactly(
  { swap }: PolicyPlan,
  amountIn: bigint,
  before: StateBefore,
  inputs: RebalanceInputs,
): RebalanceEffects['swap'] {
  if (swap === undefined) return undefined
  const { zeroForOne } = swap
  const sqrtPriceLimitX96 = getSqrtRatioAtTick(swapLimitTick(zeroForOne, inputs))
  const room = zeroForOne
    ? before.sqrtPriceX96 > sqrtPriceLimitX96
    : before.sqrtPriceX96 < sqrtPriceLimitX96
  if (!room) return undefined
  const request = { zeroForOne, amountSpecified: amountIn, sqrtPriceLimitX96 }
  const result = poolOfOthers(before, inputs).swap(request, 0)
  const [paid, out] = zeroForOne
    ? [result.amount0, result.amount1]
    : [result.amount1, result.amount0]
  // A swap that pays nothing counts as none.
  return paid === 0n
    ? undefined
    : { zeroForOne, paid, received: -out, sqrtPriceAfterX96: result.sqrtPriceX96 }
}

function poolOfOthers(before: StateBefore, inputs: RebalanceInputs): ExactPool {
  const { sqrtPriceX96, tick } = before
  const ticks = new Map(inputs.ticks.map((entry) => [entry.tick, { ...entry }]))
  const take = (at: number, liquidity: bigint, sign: bigint) => {
    const entry = ticks.get(at)
    if (entry === undefined) return
    const liquidityGross = entry.liquidityGross - liquidity
    const liquidityNet = entry.liquidityNet - sign * liquidity
    ticks.set(at, { tick: at, liquidityGross, liquidityNet })
  }
  for (const [i, { tickLower, tickUpper }] of before.positions.entries()) {
    take(tickLower, inputs.recordedLiquidity[i] ?? 0n, 1n)
    take(tickUpper, inputs.recordedLiquidity[i] ?? 0n, -1n)
  }
  const noGrowth = { feeGrowthOutside0X128: 0n, feeGrowthOutside1X128: 0n }
  return ExactPool.fromState(
    { fee: inputs.poolFee, tickSpacing: inputs.tickSpacing },
    {
      kind: 'chain',
      blockNumber: 0,
      sqrtPriceX96,
      tick,
      liquidity: liquidityOfOthers(before, inputs),
      feeProtocol: 0,
      feeGrowthGlobal0X128: 0n,
      feeGrowthGlobal1X128: 0n,
      ticks: [...ticks.values()].map((entry) => ({ ...entry, ...noGrowth })),
    },
  )
}

/** Fills the ranges with what is not to stay idle. */
function open(
  plan: PolicyPlan,
  swap: RebalanceEffects['swap'],
  closed: Amounts,
  idleTarget: bigint,
  before: StateBefore,
  { assetIsToken1 }: RebalanceInputs,
): Pick<RebalanceEffects, 'positions' | 'idle0' | 'idle1'> {
  const { paid = 0n, received = 0n, zeroForOne = true } = swap ?? {}
  let idle0 = closed.amount0 + (zeroForOne ? -paid : received)
  let idle1 = closed.amount1 + (zeroForOne ? received : -paid)
  const asset = assetIsToken1 ? idle1 : idle0
  const reserve = asset < idleTarget ? asset : idleTarget
  const price = swap?.sqrtPriceAfterX96 ?? before.sqrtPriceX96
  const positions = fillRanges(
    plan.ranges,
    price,
    idle0 - (assetIsToken1 ? 0n : reserve),
    idle1 - (assetIsToken1 ? reserve : 0n),
  )
  for (const { tickLower, tickUpper, liquidity } of positions) {
    const cost = amountsForLiquidityUp(price, tickLower, tickUpper, liquidity)
    idle0 -= cost.amount0
    idle1 -= cost.amount1
  }
  return { positions, idle0, idle1 }
}
