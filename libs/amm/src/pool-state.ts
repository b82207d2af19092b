import type { PoolSpec, StartState, TickRecord } from './event-columns.ts'
import { UserError } from './errors.ts'
import { maxLiquidityPerTick } from './liquidity-math.ts'
import { cloneOracle, emptyOracle, initializeOracle } from './oracle.ts'
import type { Oracle } from './oracle.ts'
import { noStop } from './tick-list.ts'
import type { NextStop } from './tick-list.ts'

/** One initialised tick. Values "outside" lie on the side away from the current tick, mod their width. */
export interface TickState {
  liquidityGross: bigint
  liquidityNet: bigint
  feeGrowthOutside0X128: bigint
  feeGrowthOutside1X128: bigint
  tickCumulativeOutside: bigint
  secondsPerLiquidityOutsideX128: bigint
  secondsOutside: number
}

/** One position of the pool, by owner and range. */
export interface PositionState {
  readonly owner: string
  readonly tickLower: number
  readonly tickUpper: number
  liquidity: bigint
  feeGrowthInside0LastX128: bigint
  feeGrowthInside1LastX128: bigint
  tokensOwed0: bigint
  tokensOwed1: bigint
}

/** What a swap keeps between calls to go fast; never part of the pool's meaning. */
export interface SwapMemory {
  stopDown: NextStop
  stopUp: NextStop
  /** The tick whose prices [`tickPriceFrom`, `tickPriceTo`) hold the last price. */
  priceTick: number
  tickPriceFrom: bigint
  tickPriceTo: bigint
  /** Liquidity the two fields below belong to. */
  liquidity: bigint
  liquidityX96: bigint
  /** Above this sqrt price a unit of token0 spans at least one step of the price. */
  wholeInputAboveX96: bigint
}

/** Everything a pool remembers. Mutable: the operations of `ExactPool` change it in place. */
export interface PoolState {
  readonly spec: PoolSpec
  readonly maxLiquidityPerTick: bigint
  /** Fee as the divisions need it. */
  readonly feePips: bigint
  readonly inputPipsAfterFee: bigint
  /** 0 before initialize. */
  sqrtPriceX96: bigint
  tick: number
  liquidity: bigint
  /** Low nibble token0, high nibble token1: 0 or 1/n of the fee. */
  feeProtocol: number
  feeGrowthGlobal0X128: bigint
  feeGrowthGlobal1X128: bigint
  protocolFees0: bigint
  protocolFees1: bigint
  readonly oracle: Oracle
  readonly ticks: Map<number, TickState>
  /** Keys of `ticks`, ascending. */
  readonly tickList: number[]
  readonly positions: Map<string, PositionState>
  /** Where the ticks are known, both ends included; absent = everywhere. */
  readonly knownTicks: { readonly lower: number; readonly upper: number } | undefined
  readonly memory: SwapMemory
}

/** A start state read from the chain, the only kind an exact pool can stand on. */
export type ChainStartState = Extract<StartState, { readonly kind: 'chain' }>

/** What a chain snapshot leaves out and a caller may know. */
export interface KnownBeyondStart {
  readonly positions?: readonly PositionState[]
  readonly oracle?: Oracle
  /** Unix seconds from which time-weighted values count when `oracle` is absent; 0 if not given. */
  readonly startTime?: number
}

/** A pool as the factory leaves it: without a price. Throws for a fee or spacing no factory allows. */
export function emptyState(spec: PoolSpec): PoolState {
  checkSpec(spec)
  return {
    spec,
    maxLiquidityPerTick: maxLiquidityPerTick(spec.tickSpacing),
    feePips: BigInt(spec.fee),
    inputPipsAfterFee: BigInt(1_000_000 - spec.fee),
    sqrtPriceX96: 0n,
    tick: 0,
    liquidity: 0n,
    feeProtocol: 0,
    feeGrowthGlobal0X128: 0n,
    feeGrowthGlobal1X128: 0n,
    protocolFees0: 0n,
    protocolFees1: 0n,
    oracle: emptyOracle(),
    ticks: new Map(),
    tickList: [],
    positions: new Map(),
    knownTicks: undefined,
    memory: emptyMemory(),
  }
}

/** State as a snapshot describes it; in-range liquidity is taken as given, never summed over ticks. */
export function stateFromStart(
  spec: PoolSpec,
  start: ChainStartState,
  known: KnownBeyondStart,
): PoolState {
  const state: PoolState = {
    ...emptyState(spec),
    sqrtPriceX96: start.sqrtPriceX96,
    tick: start.tick,
    liquidity: start.liquidity,
    feeProtocol: start.feeProtocol,
    feeGrowthGlobal0X128: start.feeGrowthGlobal0X128,
    feeGrowthGlobal1X128: start.feeGrowthGlobal1X128,
    knownTicks: start.tickRange,
    oracle: known.oracle === undefined ? emptyOracle() : cloneOracle(known.oracle),
  }
  if (known.oracle === undefined) initializeOracle(state.oracle, known.startTime ?? 0)
  for (const record of start.ticks) {
    if (record.liquidityGross > 0n) state.ticks.set(record.tick, tickFromRecord(record))
  }
  state.tickList.push(...[...state.ticks.keys()].sort((a, b) => a - b))
  for (const position of known.positions ?? []) {
    const key = positionKey(position.owner, position.tickLower, position.tickUpper)
    state.positions.set(key, { ...position })
  }
  return state
}

/** A copy that later calls on the original do not reach. */
export function cloneState(state: PoolState): PoolState {
  return {
    ...state,
    oracle: cloneOracle(state.oracle),
    ticks: new Map([...state.ticks].map(([tick, info]) => [tick, { ...info }])),
    tickList: state.tickList.slice(),
    positions: new Map([...state.positions].map(([key, position]) => [key, { ...position }])),
    memory: { ...state.memory },
  }
}

/** Key of a position; the case of the address does not matter. */
export function positionKey(owner: string, tickLower: number, tickUpper: number): string {
  return `${owner.toLowerCase()}:${tickLower}:${tickUpper}`
}

/** A tick that no position uses. */
export function emptyTick(): TickState {
  return {
    liquidityGross: 0n,
    liquidityNet: 0n,
    feeGrowthOutside0X128: 0n,
    feeGrowthOutside1X128: 0n,
    tickCumulativeOutside: 0n,
    secondsPerLiquidityOutsideX128: 0n,
    secondsOutside: 0,
  }
}

function tickFromRecord(record: TickRecord): TickState {
  return {
    ...emptyTick(),
    liquidityGross: record.liquidityGross,
    liquidityNet: record.liquidityNet,
    feeGrowthOutside0X128: record.feeGrowthOutside0X128,
    feeGrowthOutside1X128: record.feeGrowthOutside1X128,
  }
}

function emptyMemory(): SwapMemory {
  return {
    stopDown: noStop,
    stopUp: noStop,
    priceTick: 0,
    tickPriceFrom: 0n,
    tickPriceTo: 0n,
    liquidity: 0n,
    liquidityX96: 0n,
    wholeInputAboveX96: 0n,
  }
}

function checkSpec({ fee, tickSpacing }: PoolSpec): void {
  const feeIsValid = Number.isInteger(fee) && fee >= 0 && fee < 1_000_000
  const spacingIsValid = Number.isInteger(tickSpacing) && tickSpacing > 0 && tickSpacing < 16384
  if (feeIsValid && spacingIsValid) return
  throw new UserError('E_POOL_SPEC', `no pool has fee ${fee} and tick spacing ${tickSpacing}`, {
    hint: 'fee is in hundredths of a bip below 1,000,000; tick spacing is 1 to 16383',
    facts: { fee, tickSpacing },
  })
}
