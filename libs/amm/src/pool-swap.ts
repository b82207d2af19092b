import { UserError } from './errors.ts'
import { Q96 } from './full-math.ts'
import { addLiquidityDelta } from './liquidity-math.ts'
import { observationAt, writeObservation } from './oracle.ts'
import { poolRevert } from './pool-revert.ts'
import type { PoolState, TickState } from './pool-state.ts'
import { amount0DeltaUp, amount1DeltaUp } from './sqrt-price-math.ts'
import { computeSwapStep } from './swap-math.ts'
import { nextStopDown, nextStopUp } from './tick-list.ts'
import type { NextStop } from './tick-list.ts'
import {
  getSqrtRatioAtTick,
  getTickAtSqrtRatio,
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
} from './tick-math.ts'

/** What to swap, as the arguments of `UniswapV3Pool.swap`. */
export interface SwapRequest {
  /** `true`: token0 in, token1 out, price falls. */
  readonly zeroForOne: boolean
  /** Raw units; positive = exact input, negative = exact output. */
  readonly amountSpecified: bigint
  /** Where to stop at the latest; the end of the price range if not given. */
  readonly sqrtPriceLimitX96?: bigint
}

/** The pool's Swap event: amounts signed from the pool's side, the rest as it stands after the swap. */
export interface SwapResult {
  readonly amount0: bigint
  readonly amount1: bigint
  readonly sqrtPriceX96: bigint
  readonly liquidity: bigint
  readonly tick: number
}

interface Crossing {
  readonly tick: TickState
  readonly feeGrowthInX128: bigint
}

/** A swap under way. Nothing of it reaches the pool before the end, so a revert leaves no trace. */
interface Walk {
  readonly exactIn: boolean
  readonly limitX96: bigint
  /** Input left, or output still wanted; unsigned. */
  remaining: bigint
  /** The other side so far, unsigned. */
  calculated: bigint
  sqrtPriceX96: bigint
  tick: number
  liquidity: bigint
  feeGrowthInX128: bigint
  protocolFee: bigint
  crossings: Crossing[] | undefined
  stepIn: bigint
  stepOut: bigint
  stepFee: bigint
}

const LOWEST_LIMIT = MIN_SQRT_RATIO + 1n
const HIGHEST_LIMIT = MAX_SQRT_RATIO - 1n

/** Inputs below it keep the contract on its precise price formula, whatever price and liquidity. */
const PRECISE_INPUT = 1n << 95n

/** Executes a swap and returns the event it emits. See `ExactPool.swap`. */
export function swapInPool(state: PoolState, request: SwapRequest, timestamp: number): SwapResult {
  const { zeroForOne, amountSpecified } = request
  const limitX96 = request.sqrtPriceLimitX96 ?? (zeroForOne ? LOWEST_LIMIT : HIGHEST_LIMIT)
  checkRequest(state, zeroForOne, amountSpecified, limitX96)
  const exactIn = amountSpecified > 0n
  const specified = exactIn ? amountSpecified : -amountSpecified
  const walk: Walk = {
    exactIn,
    limitX96,
    remaining: specified,
    calculated: 0n,
    sqrtPriceX96: state.sqrtPriceX96,
    tick: state.tick,
    liquidity: state.liquidity,
    feeGrowthInX128: zeroForOne ? state.feeGrowthGlobal0X128 : state.feeGrowthGlobal1X128,
    protocolFee: 0n,
    crossings: undefined,
    stepIn: 0n,
    stepOut: 0n,
    stepFee: 0n,
  }
  const protocolShare = zeroForOne ? state.feeProtocol & 15 : state.feeProtocol >> 4
  while (walk.remaining !== 0n && walk.sqrtPriceX96 !== limitX96) {
    step(state, walk, zeroForOne, protocolShare)
  }
  commit(state, walk, zeroForOne, timestamp)
  const used = specified - walk.remaining
  const paidIn = exactIn ? used : walk.calculated
  const paidOut = exactIn ? walk.calculated : used
  return {
    amount0: zeroForOne ? paidIn : -paidOut,
    amount1: zeroForOne ? -paidOut : paidIn,
    sqrtPriceX96: walk.sqrtPriceX96,
    liquidity: walk.liquidity,
    tick: walk.tick,
  }
}

function checkRequest(
  state: PoolState,
  zeroForOne: boolean,
  amountSpecified: bigint,
  limitX96: bigint,
): void {
  if (amountSpecified === 0n) throw poolRevert('AS')
  if (state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  const limitIsAhead = zeroForOne
    ? limitX96 < state.sqrtPriceX96 && limitX96 > MIN_SQRT_RATIO
    : limitX96 > state.sqrtPriceX96 && limitX96 < MAX_SQRT_RATIO
  if (limitIsAhead) return
  throw poolRevert('SPL', { sqrtPriceLimitX96: limitX96, sqrtPriceX96: state.sqrtPriceX96 })
}

function step(state: PoolState, walk: Walk, zeroForOne: boolean, protocolShare: number): void {
  const stop = zeroForOne ? stopDown(state, walk.tick) : stopUp(state, walk.tick)
  const priceAtStop = stop.sqrtPriceX96
  const limitIsNearer = zeroForOne ? priceAtStop < walk.limitX96 : priceAtStop > walk.limitX96
  const target = limitIsNearer ? walk.limitX96 : priceAtStop
  const before = walk.sqrtPriceX96
  if (!(walk.exactIn && stayShortOfTarget(state, walk, target, zeroForOne))) {
    stepByContract(state, walk, target)
  }
  if (walk.exactIn) {
    walk.remaining -= walk.stepIn + walk.stepFee
    walk.calculated += walk.stepOut
  } else {
    walk.remaining -= walk.stepOut
    walk.calculated += walk.stepIn + walk.stepFee
  }
  bookFee(walk, protocolShare)
  if (walk.sqrtPriceX96 === priceAtStop) arrive(state, walk, stop, zeroForOne)
  else if (walk.sqrtPriceX96 !== before) walk.tick = tickOfPrice(state, walk.sqrtPriceX96)
}

function stepByContract(state: PoolState, walk: Walk, target: bigint): void {
  const result = computeSwapStep(
    walk.sqrtPriceX96,
    target,
    walk.liquidity,
    walk.exactIn ? walk.remaining : -walk.remaining,
    state.spec.fee,
  )
  walk.sqrtPriceX96 = result.sqrtPriceNextX96
  walk.stepIn = result.amountIn
  walk.stepOut = result.amountOut
  walk.stepFee = result.feeAmount
}

/**
 * The commonest step, an exact input that ends before the target, without computing the amount to the
 * target first. `false`, and nothing done, when the step is of another kind.
 *
 * The contract compares the input with the amount to the target, rounded up. Input and prices are
 * integers, so that says the same as comparing the next price, rounded away from the target, with it.
 * Rounded quotients of quotients are one rounded quotient of the product, which saves divisions.
 */
function stayShortOfTarget(
  state: PoolState,
  walk: Walk,
  target: bigint,
  zeroForOne: boolean,
): boolean {
  const { liquidity, remaining, sqrtPriceX96: price } = walk
  if (liquidity === 0n) return false
  const afterFee = (remaining * state.inputPipsAfterFee) / 1_000_000n
  if (liquidity !== state.memory.liquidity) rememberLiquidity(state, liquidity)
  const { liquidityX96, wholeInputAboveX96 } = state.memory
  let amountIn = afterFee
  if (zeroForOne) {
    if (afterFee >= PRECISE_INPUT) return false
    const product = afterFee * price
    const fall = (product * price) / (liquidityX96 + product)
    const next = price - fall
    if (next <= target) return false
    if (next <= wholeInputAboveX96) amountIn = amount0DeltaUp(next, price, liquidity)
    walk.stepOut = (liquidity * fall) >> 96n
    walk.sqrtPriceX96 = next
  } else {
    const rise = (afterFee << 96n) / liquidity
    const next = price + rise
    if (next >= target) return false
    if (liquidity > Q96) amountIn = amount1DeltaUp(price, next, liquidity)
    walk.stepOut = (liquidityX96 * rise) / (next * price)
    walk.sqrtPriceX96 = next
  }
  walk.stepIn = amountIn
  walk.stepFee = remaining - amountIn
  return true
}

/** 2^48 … 2^112: the square roots, rounded up, of liquidity · 2^96 for every uint128 liquidity. */
const rootsX96: readonly bigint[] = Array.from({ length: 65 }, (_, i) => 1n << BigInt(48 + i))

/**
 * The next price is rounded by less than 1, which moves the amount by less than
 * liquidity · 2^96 / (next · (next − 1)). Where that is below one unit of token0, the amount of the
 * rounded move, rounded up, is the whole input again: a division saved.
 */
function rememberLiquidity(state: PoolState, liquidity: bigint): void {
  // A hair above the logarithm, lest its own rounding puts the root too low.
  const root = Math.ceil((Math.log2(Number(liquidity)) + 1e-9) / 2)
  state.memory.liquidity = liquidity
  state.memory.liquidityX96 = liquidity << 96n
  state.memory.wholeInputAboveX96 = rootsX96[root] ?? MAX_SQRT_RATIO
}

function bookFee(walk: Walk, protocolShare: number): void {
  let fee = walk.stepFee
  if (protocolShare > 0) {
    const toProtocol = fee / BigInt(protocolShare)
    fee -= toProtocol
    walk.protocolFee += toProtocol
  }
  if (walk.liquidity > 0n) {
    walk.feeGrowthInX128 = BigInt.asUintN(
      256,
      walk.feeGrowthInX128 + (fee << 128n) / walk.liquidity,
    )
  }
}

/** The step ends on its stop: crosses it if initialised. After a move down the tick is the one below. */
function arrive(state: PoolState, walk: Walk, stop: NextStop, zeroForOne: boolean): void {
  const crossed = stop.initialized ? state.ticks.get(stop.tick) : undefined
  if (crossed !== undefined) {
    const net = zeroForOne ? -crossed.liquidityNet : crossed.liquidityNet
    walk.liquidity = addLiquidityDelta(walk.liquidity, net)
    walk.crossings ??= []
    walk.crossings.push({ tick: crossed, feeGrowthInX128: walk.feeGrowthInX128 })
  }
  walk.tick = zeroForOne ? stop.tick - 1 : stop.tick
}

function commit(state: PoolState, walk: Walk, zeroForOne: boolean, timestamp: number): void {
  if (walk.tick !== state.tick) {
    if (state.knownTicks !== undefined) requireKnownTicks(state.knownTicks, walk.tick)
    writeObservation(state.oracle, timestamp, state.tick, state.liquidity)
    if (walk.crossings !== undefined) crossTicks(state, walk.crossings, zeroForOne, timestamp)
    state.tick = walk.tick
    state.liquidity = walk.liquidity
  }
  state.sqrtPriceX96 = walk.sqrtPriceX96
  if (zeroForOne) {
    state.feeGrowthGlobal0X128 = walk.feeGrowthInX128
    if (walk.protocolFee > 0n) state.protocolFees0 = add128(state.protocolFees0, walk.protocolFee)
  } else {
    state.feeGrowthGlobal1X128 = walk.feeGrowthInX128
    if (walk.protocolFee > 0n) state.protocolFees1 = add128(state.protocolFees1, walk.protocolFee)
  }
}

function requireKnownTicks(known: NonNullable<PoolState['knownTicks']>, tick: number): void {
  // One below the range: the price came to rest on its lowest tick from above.
  if (tick >= known.lower - 1 && tick <= known.upper) return
  throw new UserError(
    'E_POOL_TICKS_UNKNOWN',
    `the swap ends at tick ${tick}, beyond the snapshot`,
    {
      hint: 'read the start state over a wider range of ticks',
      facts: { tick, knownLower: known.lower, knownUpper: known.upper },
    },
  )
}

function add128(a: bigint, b: bigint): bigint {
  return BigInt.asUintN(128, a + b)
}

/** The observation of this swap is written already: it holds the time-weighted values of this moment. */
function crossTicks(
  state: PoolState,
  crossings: readonly Crossing[],
  zeroForOne: boolean,
  timestamp: number,
): void {
  const now = observationAt(state.oracle, state.oracle.index)
  for (const { tick, feeGrowthInX128 } of crossings) {
    const growth0 = zeroForOne ? feeGrowthInX128 : state.feeGrowthGlobal0X128
    const growth1 = zeroForOne ? state.feeGrowthGlobal1X128 : feeGrowthInX128
    tick.feeGrowthOutside0X128 = BigInt.asUintN(256, growth0 - tick.feeGrowthOutside0X128)
    tick.feeGrowthOutside1X128 = BigInt.asUintN(256, growth1 - tick.feeGrowthOutside1X128)
    tick.secondsPerLiquidityOutsideX128 = BigInt.asUintN(
      160,
      now.secondsPerLiquidityCumulativeX128 - tick.secondsPerLiquidityOutsideX128,
    )
    tick.tickCumulativeOutside = BigInt.asIntN(56, now.tickCumulative - tick.tickCumulativeOutside)
    tick.secondsOutside = (timestamp - tick.secondsOutside) >>> 0
  }
}

function stopDown(state: PoolState, tick: number): NextStop {
  const known = state.memory.stopDown
  if (tick >= known.validFrom && tick < known.validTo) return known
  state.memory.stopDown = nextStopDown(state.tickList, tick, state.spec.tickSpacing)
  return state.memory.stopDown
}

function stopUp(state: PoolState, tick: number): NextStop {
  const known = state.memory.stopUp
  if (tick >= known.validFrom && tick < known.validTo) return known
  state.memory.stopUp = nextStopUp(state.tickList, tick, state.spec.tickSpacing)
  return state.memory.stopUp
}

function tickOfPrice(state: PoolState, sqrtPriceX96: bigint): number {
  const { memory } = state
  if (sqrtPriceX96 < memory.tickPriceFrom || sqrtPriceX96 >= memory.tickPriceTo) {
    memory.priceTick = getTickAtSqrtRatio(sqrtPriceX96)
    memory.tickPriceFrom = getSqrtRatioAtTick(memory.priceTick)
    memory.tickPriceTo = getSqrtRatioAtTick(memory.priceTick + 1)
  }
  return memory.priceTick
}
