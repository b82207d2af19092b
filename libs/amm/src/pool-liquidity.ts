import { MASK_128, mulDivDown, Q128 } from './full-math.ts'
import { addLiquidityDelta } from './liquidity-math.ts'
import type { TokenAmounts } from './liquidity-math.ts'
import { observeSingle, writeObservation } from './oracle.ts'
import type { Cumulatives } from './oracle.ts'
import { bareRevert, poolRevert } from './pool-revert.ts'
import { emptyTick, positionKey } from './pool-state.ts'
import type { PoolState, PositionState, TickState } from './pool-state.ts'
import {
  amount0DeltaDown,
  amount0DeltaUp,
  amount1DeltaDown,
  amount1DeltaUp,
} from './sqrt-price-math.ts'
import { insertTick, noStop, removeTick } from './tick-list.ts'
import { getSqrtRatioAtTick, MAX_TICK, MIN_TICK } from './tick-math.ts'

/** A position of the pool: whose, and where. */
export interface PositionPlace {
  /** Any string; addresses are compared without case. */
  readonly owner: string
  readonly tickLower: number
  readonly tickUpper: number
}

/** What to mint or burn. */
export interface LiquidityRequest extends PositionPlace {
  /** Unsigned; 0 burns nothing and books the fees (a poke). */
  readonly liquidity: bigint
}

/** What to collect at most; all that is owed if not given. */
export interface CollectRequest extends PositionPlace {
  readonly amount0?: bigint
  readonly amount1?: bigint
}

const INT128_LIMIT = 1n << 127n

/** See `ExactPool.mint`. */
export function mintInPool(
  state: PoolState,
  request: LiquidityRequest,
  timestamp: number,
): TokenAmounts {
  if (state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  if (request.liquidity <= 0n) throw bareRevert('a mint needs liquidity above 0')
  const { amount0, amount1 } = modifyPosition(state, request, request.liquidity, timestamp)
  return { amount0, amount1 }
}

/** See `ExactPool.burn`. */
export function burnInPool(
  state: PoolState,
  request: LiquidityRequest,
  timestamp: number,
): TokenAmounts {
  if (state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  const { position, amount0, amount1 } = modifyPosition(
    state,
    request,
    -request.liquidity,
    timestamp,
  )
  position.tokensOwed0 = (position.tokensOwed0 + amount0) & MASK_128
  position.tokensOwed1 = (position.tokensOwed1 + amount1) & MASK_128
  return { amount0, amount1 }
}

/** See `ExactPool.collect`. */
export function collectFromPool(state: PoolState, request: CollectRequest): TokenAmounts {
  if (state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
  const key = positionKey(request.owner, request.tickLower, request.tickUpper)
  const position = state.positions.get(key)
  if (position === undefined) return { amount0: 0n, amount1: 0n }
  const amount0 = lesser(request.amount0 ?? MASK_128, position.tokensOwed0)
  const amount1 = lesser(request.amount1 ?? MASK_128, position.tokensOwed1)
  position.tokensOwed0 -= amount0
  position.tokensOwed1 -= amount1
  return { amount0, amount1 }
}

/** Refuses a range as the contract does. */
export function checkPoolTicks(tickLower: number, tickUpper: number): void {
  if (!(tickLower < tickUpper)) throw poolRevert('TLU', { tickLower, tickUpper })
  if (tickLower < MIN_TICK) throw poolRevert('TLM', { tickLower })
  if (tickUpper > MAX_TICK) throw poolRevert('TUM', { tickUpper })
}

/**
 * Fee growth per liquidity inside a range, both tokens, X128 mod 2^256: only differences have meaning.
 * `Tick.getFeeGrowthInside` of v3-core; ticks that are not initialised count as zeros, as there.
 */
export function feeGrowthInsideRange(
  state: PoolState,
  tickLower: number,
  tickUpper: number,
): { readonly inside0X128: bigint; readonly inside1X128: bigint } {
  const lower = state.ticks.get(tickLower)
  const upper = state.ticks.get(tickUpper)
  return {
    inside0X128: insideX128(
      state.feeGrowthGlobal0X128,
      lower?.feeGrowthOutside0X128 ?? 0n,
      upper?.feeGrowthOutside0X128 ?? 0n,
      state.tick >= tickLower,
      state.tick < tickUpper,
    ),
    inside1X128: insideX128(
      state.feeGrowthGlobal1X128,
      lower?.feeGrowthOutside1X128 ?? 0n,
      upper?.feeGrowthOutside1X128 ?? 0n,
      state.tick >= tickLower,
      state.tick < tickUpper,
    ),
  }
}

function insideX128(
  global: bigint,
  outsideLower: bigint,
  outsideUpper: bigint,
  isAboveLower: boolean,
  isBelowUpper: boolean,
): bigint {
  const below = isAboveLower ? outsideLower : global - outsideLower
  const above = isBelowUpper ? outsideUpper : global - outsideUpper
  return BigInt.asUintN(256, global - below - above)
}

/**
 * `_modifyPosition` of v3-core. All that can revert is computed before the first write, in the
 * contract's order, so that the reason is the contract's and a refused call changes nothing.
 */
function modifyPosition(
  state: PoolState,
  place: PositionPlace,
  delta: bigint,
  timestamp: number,
): TokenAmounts & { readonly position: PositionState } {
  const { tickLower, tickUpper } = place
  if (delta >= INT128_LIMIT || delta <= -INT128_LIMIT) {
    throw bareRevert('the liquidity does not fit a signed 128-bit number', { liquidity: delta })
  }
  checkPoolTicks(tickLower, tickUpper)
  const key = positionKey(place.owner, tickLower, tickUpper)
  const position = state.positions.get(key) ?? emptyPosition(place)
  const lower = delta === 0n ? undefined : tickAfter(state, tickLower, delta)
  const upper = delta === 0n ? undefined : tickAfter(state, tickUpper, delta)
  for (const change of [lower, upper]) {
    if (change !== undefined && change.flipped && change.tick % state.spec.tickSpacing !== 0) {
      throw bareRevert(`tick ${change.tick} is not a multiple of ${state.spec.tickSpacing}`)
    }
  }
  if (delta === 0n && position.liquidity === 0n) throw poolRevert('NP')
  const liquidityAfter = addLiquidityDelta(position.liquidity, delta)
  const inRange = delta !== 0n && state.tick >= tickLower && state.tick < tickUpper
  const poolLiquidityAfter = inRange ? addLiquidityDelta(state.liquidity, delta) : state.liquidity

  if (lower !== undefined && upper !== undefined) {
    const now = observeSingle(state.oracle, timestamp, 0, state.tick, state.liquidity)
    writeTick(state, lower, delta, now, timestamp)
    writeTick(state, upper, -delta, now, timestamp)
  }
  state.positions.set(key, position)
  bookFees(state, position)
  position.liquidity = liquidityAfter
  if (delta < 0n && lower?.grossAfter === 0n) clearTick(state, tickLower)
  if (delta < 0n && upper?.grossAfter === 0n) clearTick(state, tickUpper)
  const amounts = amountsOfDelta(state, tickLower, tickUpper, delta)
  if (inRange) {
    writeObservation(state.oracle, timestamp, state.tick, state.liquidity)
    state.liquidity = poolLiquidityAfter
  }
  return { ...amounts, position }
}

interface TickChange {
  readonly tick: number
  readonly info: TickState
  readonly grossAfter: bigint
  readonly flipped: boolean
}

function tickAfter(state: PoolState, tick: number, delta: bigint): TickChange {
  const info = state.ticks.get(tick) ?? emptyTick()
  const grossAfter = addLiquidityDelta(info.liquidityGross, delta)
  if (grossAfter > state.maxLiquidityPerTick) throw poolRevert('LO', { tick, grossAfter })
  return { tick, info, grossAfter, flipped: (grossAfter === 0n) !== (info.liquidityGross === 0n) }
}

/** By convention all growth before a tick's birth happened below it. */
function writeTick(
  state: PoolState,
  change: TickChange,
  netDelta: bigint,
  now: Cumulatives,
  timestamp: number,
): void {
  const { tick, info } = change
  if (info.liquidityGross === 0n) {
    if (tick <= state.tick) {
      info.feeGrowthOutside0X128 = state.feeGrowthGlobal0X128
      info.feeGrowthOutside1X128 = state.feeGrowthGlobal1X128
      info.secondsPerLiquidityOutsideX128 = now.secondsPerLiquidityCumulativeX128
      info.tickCumulativeOutside = now.tickCumulative
      info.secondsOutside = timestamp >>> 0
    }
    state.ticks.set(tick, info)
    insertTick(state.tickList, tick)
    forgetStops(state)
  }
  info.liquidityGross = change.grossAfter
  info.liquidityNet += netDelta
}

function clearTick(state: PoolState, tick: number): void {
  state.ticks.delete(tick)
  removeTick(state.tickList, tick)
  forgetStops(state)
}

function forgetStops(state: PoolState): void {
  state.memory.stopDown = noStop
  state.memory.stopUp = noStop
}

function bookFees(state: PoolState, position: PositionState): void {
  const { tickLower, tickUpper, liquidity } = position
  const { inside0X128, inside1X128 } = feeGrowthInsideRange(state, tickLower, tickUpper)
  const growth0 = BigInt.asUintN(256, inside0X128 - position.feeGrowthInside0LastX128)
  const growth1 = BigInt.asUintN(256, inside1X128 - position.feeGrowthInside1LastX128)
  position.feeGrowthInside0LastX128 = inside0X128
  position.feeGrowthInside1LastX128 = inside1X128
  // Fees above uint128 wrap away in the contract, and so here.
  position.tokensOwed0 += mulDivDown(growth0, liquidity, Q128)
  position.tokensOwed1 += mulDivDown(growth1, liquidity, Q128)
  position.tokensOwed0 &= MASK_128
  position.tokensOwed1 &= MASK_128
}

/** Unsigned amounts: rounded up when liquidity comes, down when it goes. */
function amountsOfDelta(
  state: PoolState,
  tickLower: number,
  tickUpper: number,
  delta: bigint,
): TokenAmounts {
  const sqrtLower = getSqrtRatioAtTick(tickLower)
  const sqrtUpper = getSqrtRatioAtTick(tickUpper)
  const price =
    state.tick < tickLower ? sqrtLower : state.tick < tickUpper ? state.sqrtPriceX96 : sqrtUpper
  return delta > 0n
    ? {
        amount0: amount0DeltaUp(price, sqrtUpper, delta),
        amount1: amount1DeltaUp(sqrtLower, price, delta),
      }
    : {
        amount0: amount0DeltaDown(price, sqrtUpper, -delta),
        amount1: amount1DeltaDown(sqrtLower, price, -delta),
      }
}

function emptyPosition({ owner, tickLower, tickUpper }: PositionPlace): PositionState {
  return {
    owner,
    tickLower,
    tickUpper,
    liquidity: 0n,
    feeGrowthInside0LastX128: 0n,
    feeGrowthInside1LastX128: 0n,
    tokensOwed0: 0n,
    tokensOwed1: 0n,
  }
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
