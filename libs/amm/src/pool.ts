import type { PoolSpec, TickRecord } from './event-columns.ts'
import { MASK_128 } from './full-math.ts'
import type { TokenAmounts } from './liquidity-math.ts'
import { growOracle, initializeOracle, observationAt, observeSingle } from './oracle.ts'
import type { Cumulatives, Observation } from './oracle.ts'
import { collectPoolProtocol, flashInPool, setPoolFeeProtocol } from './pool-fees.ts'
import type { FeeProtocolChange, FlashRequest } from './pool-fees.ts'
import { burnInPool, collectFromPool, feeGrowthInsideRange, mintInPool } from './pool-liquidity.ts'
import type { CollectRequest, LiquidityRequest } from './pool-liquidity.ts'
import { bareRevert, poolRevert } from './pool-revert.ts'
import { cumulativesInside } from './pool-snapshot.ts'
import type { CumulativesInside } from './pool-snapshot.ts'
import { cloneState, emptyState, positionKey, stateFromStart } from './pool-state.ts'
import type {
  ChainStartState,
  KnownBeyondStart,
  PoolState,
  PositionState,
  TickState,
} from './pool-state.ts'
import { swapInPool } from './pool-swap.ts'
import type { SwapRequest, SwapResult } from './pool-swap.ts'
import { getTickAtSqrtRatio } from './tick-math.ts'

/** `UniswapV3Pool.slot0()` without the lock. `sqrtPriceX96` is 0 before initialize. */
export interface Slot0 {
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly observationIndex: number
  readonly observationCardinality: number
  readonly observationCardinalityNext: number
  readonly feeProtocol: number
}

/**
 * A Uniswap v3 pool as a state machine, equal to `UniswapV3Pool` of v3-core 1.0.1 in every bit of its
 * state, return values and reverts. Each call is what a call of the contract at block time `timestamp`
 * (unix seconds) does; what it returns is what the event of that call says.
 *
 * Tokens themselves are not modelled: payments are taken as made, so the contract's reverts about
 * balances (`M0`, `M1`, `IIA`, `TF`) and about who calls do not occur. Every other revert is a
 * `UserError` `E_POOL_<reason>` (`E_POOL_REVERT` where the contract gives no reason) and leaves the pool
 * as it was.
 *
 * @example
 * const pool = ExactPool.create({ fee: 3000, tickSpacing: 60 })
 * pool.initialize(2n ** 96n, 1_700_000_000)
 * pool.mint({ owner: 'lp', tickLower: -600, tickUpper: 600, liquidity: 10n ** 18n }, 1_700_000_000)
 * pool.swap({ zeroForOne: true, amountSpecified: 10n ** 15n }, 1_700_000_012)
 */
export class ExactPool {
  readonly #state: PoolState

  private constructor(state: PoolState) {
    this.#state = state
  }

  /**
   * A pool as just deployed, before `initialize`.
   * @throws UserError `E_POOL_SPEC`
   */
  static create(spec: PoolSpec): ExactPool {
    return new ExactPool(emptyState(spec))
  }

  /**
   * A pool as read from the chain. In-range liquidity is taken from `start.liquidity`, never summed over
   * ticks: snapshots may lack far-away ticks. Time-weighted values count from `known.oracle`, else from
   * `known.startTime`.
   * @throws UserError `E_POOL_SPEC`
   */
  static fromState(
    spec: PoolSpec,
    start: ChainStartState,
    known: KnownBeyondStart = {},
  ): ExactPool {
    return new ExactPool(stateFromStart(spec, start, known))
  }

  /** An independent copy. */
  clone(): ExactPool {
    return new ExactPool(cloneState(this.#state))
  }

  get spec(): PoolSpec {
    return this.#state.spec
  }

  get slot0(): Slot0 {
    const { sqrtPriceX96, tick, feeProtocol, oracle } = this.#state
    return {
      sqrtPriceX96,
      tick,
      observationIndex: oracle.index,
      observationCardinality: oracle.cardinality,
      observationCardinalityNext: oracle.cardinalityNext,
      feeProtocol,
    }
  }

  get sqrtPriceX96(): bigint {
    return this.#state.sqrtPriceX96
  }

  get tick(): number {
    return this.#state.tick
  }

  /** In-range liquidity. */
  get liquidity(): bigint {
    return this.#state.liquidity
  }

  /** X128 mod 2^256. */
  get feeGrowthGlobal0X128(): bigint {
    return this.#state.feeGrowthGlobal0X128
  }

  /** X128 mod 2^256. */
  get feeGrowthGlobal1X128(): bigint {
    return this.#state.feeGrowthGlobal1X128
  }

  /** Protocol fees not yet collected, raw units. */
  get protocolFees(): TokenAmounts {
    return { amount0: this.#state.protocolFees0, amount1: this.#state.protocolFees1 }
  }

  /** Initialised ticks, ascending. */
  get ticks(): readonly TickRecord[] {
    return this.#state.tickList.flatMap((tick) => {
      const info = this.#state.ticks.get(tick)
      if (info === undefined) return []
      const { liquidityGross, liquidityNet, feeGrowthOutside0X128, feeGrowthOutside1X128 } = info
      return [{ tick, liquidityGross, liquidityNet, feeGrowthOutside0X128, feeGrowthOutside1X128 }]
    })
  }

  /** State of one tick with its time-weighted fields; `undefined` when not initialised. */
  tickState(tick: number): Readonly<TickState> | undefined {
    const info = this.#state.ticks.get(tick)
    return info && { ...info }
  }

  /** Every position that was ever minted, the empty ones too, as the contract keeps them. */
  get positions(): readonly Readonly<PositionState>[] {
    return [...this.#state.positions.values()].map((position) => ({ ...position }))
  }

  /** One position; `undefined` when never minted. */
  position(
    owner: string,
    tickLower: number,
    tickUpper: number,
  ): Readonly<PositionState> | undefined {
    const position = this.#state.positions.get(positionKey(owner, tickLower, tickUpper))
    return position && { ...position }
  }

  /** A slot of the ring of observations, 0 … 65534. */
  observation(index: number): Observation {
    return observationAt(this.#state.oracle, index)
  }

  /**
   * Fee growth per liquidity inside a range, X128 mod 2^256; only differences over time have meaning,
   * and only while both ticks stay initialised.
   */
  feeGrowthInside(
    tickLower: number,
    tickUpper: number,
  ): { readonly inside0X128: bigint; readonly inside1X128: bigint } {
    return feeGrowthInsideRange(this.#state, tickLower, tickUpper)
  }

  /** The state as a start state for replays and {@link ExactPool.fromState}. */
  toStartState(blockNumber: number): ChainStartState {
    const { sqrtPriceX96, tick, liquidity, feeProtocol, knownTicks } = this.#state
    return {
      kind: 'chain',
      blockNumber,
      sqrtPriceX96,
      tick,
      liquidity,
      feeProtocol,
      feeGrowthGlobal0X128: this.#state.feeGrowthGlobal0X128,
      feeGrowthGlobal1X128: this.#state.feeGrowthGlobal1X128,
      ticks: this.ticks,
      ...(knownTicks === undefined ? {} : { tickRange: knownTicks }),
    }
  }

  /**
   * Sets the first price. Returns the tick.
   * @throws UserError `E_POOL_AI` when done before; `E_PRICE_RANGE`
   */
  initialize(sqrtPriceX96: bigint, timestamp: number): { readonly tick: number } {
    if (this.#state.sqrtPriceX96 !== 0n) throw poolRevert('AI')
    this.#state.tick = getTickAtSqrtRatio(sqrtPriceX96)
    this.#state.sqrtPriceX96 = sqrtPriceX96
    initializeOracle(this.#state.oracle, timestamp)
    return { tick: this.#state.tick }
  }

  /**
   * Swaps until the amount is spent or the limit reached. Amounts are signed from the pool's side.
   * @throws UserError `E_POOL_AS`, `E_POOL_LOK`, `E_POOL_SPL`; `E_POOL_LS` when a snapshot's ticks and
   * its in-range liquidity contradict each other; `E_POOL_TICKS_UNKNOWN` beyond a snapshot's tick range
   */
  swap(request: SwapRequest, timestamp: number): SwapResult {
    return swapInPool(this.#state, request, timestamp)
  }

  /**
   * Adds liquidity to a position. Returns what the pool is paid (rounded up).
   * @throws UserError `E_POOL_LOK`, `E_POOL_TLU`, `E_POOL_TLM`, `E_POOL_TUM`, `E_POOL_LO`, `E_POOL_LA`,
   * `E_POOL_REVERT` (liquidity 0, tick off its spacing)
   */
  mint(request: LiquidityRequest, timestamp: number): TokenAmounts {
    return mintInPool(this.#state, request, timestamp)
  }

  /**
   * Takes liquidity from a position and books its fees; the amounts (rounded down) become owed and
   * leave by `collect`. Liquidity 0 is a poke.
   * @throws UserError `E_POOL_LOK`, `E_POOL_TLU`, `E_POOL_TLM`, `E_POOL_TUM`, `E_POOL_LS`, `E_POOL_NP`
   */
  burn(request: LiquidityRequest, timestamp: number): TokenAmounts {
    return burnInPool(this.#state, request, timestamp)
  }

  /**
   * Pays out what a position is owed, up to the amounts asked for.
   * @throws UserError `E_POOL_LOK`
   */
  collect(request: CollectRequest): TokenAmounts {
    return collectFromPool(this.#state, request)
  }

  /**
   * A flash loan whose taker pays back the loan and `paid0`, `paid1` above it.
   * @throws UserError `E_POOL_LOK`, `E_POOL_L`, `E_POOL_F0`, `E_POOL_F1`
   */
  flash(request: FlashRequest): FlashRequest {
    return flashInPool(this.#state, request)
  }

  /**
   * Sets the protocol's share of swap fees to 1/n per token; 0 turns it off.
   * @throws UserError `E_POOL_LOK`, `E_POOL_REVERT` (share not 0 and not 4 … 10)
   */
  setFeeProtocol(feeProtocol0: number, feeProtocol1: number): FeeProtocolChange {
    return setPoolFeeProtocol(this.#state, feeProtocol0, feeProtocol1)
  }

  /**
   * Pays out protocol fees up to the amounts asked for, all but one unit of each token.
   * @throws UserError `E_POOL_LOK`
   */
  collectProtocol(requested: Partial<TokenAmounts> = {}): TokenAmounts {
    const { amount0 = MASK_128, amount1 = MASK_128 } = requested
    return collectPoolProtocol(this.#state, { amount0, amount1 })
  }

  /**
   * Reserves slots for observations; never shrinks.
   * @throws UserError `E_POOL_LOK`
   */
  increaseObservationCardinalityNext(next: number): {
    readonly observationCardinalityNextOld: number
    readonly observationCardinalityNextNew: number
  } {
    if (this.#state.sqrtPriceX96 === 0n) throw poolRevert('LOK')
    const { oracle } = this.#state
    const observationCardinalityNextOld = oracle.cardinalityNext
    growOracle(oracle, next)
    return {
      observationCardinalityNextOld,
      observationCardinalityNextNew: oracle.cardinalityNext,
    }
  }

  /**
   * Cumulative tick and seconds per liquidity at moments before `timestamp`.
   * @throws UserError `E_POOL_I` before initialize, `E_POOL_OLD` beyond the oldest observation
   */
  observe(secondsAgos: readonly number[], timestamp: number): readonly Cumulatives[] {
    const { oracle, tick, liquidity } = this.#state
    if (oracle.cardinality === 0) throw poolRevert('I')
    return secondsAgos.map((secondsAgo) => {
      const observed = observeSingle(oracle, timestamp, secondsAgo, tick, liquidity)
      const { tickCumulative, secondsPerLiquidityCumulativeX128 } = observed
      return { tickCumulative, secondsPerLiquidityCumulativeX128 }
    })
  }

  /**
   * Cumulative values inside a range; only differences between two calls have meaning.
   * @throws UserError `E_POOL_TLU`, `E_POOL_TLM`, `E_POOL_TUM`, `E_POOL_REVERT` (tick not initialised)
   */
  snapshotCumulativesInside(
    tickLower: number,
    tickUpper: number,
    timestamp: number,
  ): CumulativesInside {
    const inside = cumulativesInside(this.#state, tickLower, tickUpper, timestamp)
    if (inside === undefined) {
      throw bareRevert('both ticks of the range must be initialised', { tickLower, tickUpper })
    }
    return inside
  }
}
