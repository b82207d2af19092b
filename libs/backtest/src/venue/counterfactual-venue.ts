import { appendPrice, createPriceTrack, type ExactPool, type PriceTrack } from '@tickwise/amm'
import type { FeeGrowthPair, TokenPair } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import {
  createStepFunction,
  recordStep,
  stepAt,
  type StepFunction,
} from '../market/step-function.ts'
import type { MarketTimeline } from '../market/timeline.ts'
import { recordedTimeline } from '../market/timeline.ts'
import { executeEvent } from './execute-event.ts'
import { openMarketPool } from './market-pool.ts'
import { VaultInPool } from './vault-in-pool.ts'
import type { ActionPool, BurnResult, HeldPosition, SwapFill, Venue } from './venue.ts'

/**
 * Our liquidity and swaps live in an exact pool, and the recorded events are executed in it again:
 * the market reacts to us as far as its traders would have sent the same orders.
 */
export class CounterfactualVenue implements Venue {
  readonly timeline: MarketTimeline
  readonly #market: MarketData
  readonly #pool: ExactPool
  readonly #vault: VaultInPool
  readonly #anchorRow: number
  readonly #filledIn: boolean
  readonly #track: PriceTrack
  readonly #sqrtPrices: bigint[] = []
  readonly #liquidity: StepFunction<bigint> = createStepFunction()
  readonly #growth: StepFunction<FeeGrowthPair> = createStepFunction()
  #row = 0
  #leftOut = 0

  /**
   * The market in an exact pool of its own.
   * @param ownSwaps most swaps the vault may make
   */
  constructor(market: MarketData, ownSwaps: number) {
    const { pool, anchorRow, filledIn } = openMarketPool(market)
    const recorded = recordedTimeline(market).track
    this.#market = market
    this.#pool = pool
    this.#vault = new VaultInPool(pool)
    this.#anchorRow = anchorRow
    this.#filledIn = filledIn
    this.#track = createPriceTrack(
      recorded.length + ownSwaps,
      recorded.startTimestamp,
      recorded.timestamp[recorded.length - 1] ?? recorded.startTimestamp,
      recorded.startTick,
    )
    const startSqrtPrice = pool.sqrtPriceX96
    this.timeline = {
      market,
      track: this.#track,
      sqrtPriceAfter: (count) =>
        count === 0 ? startSqrtPrice : (this.#sqrtPrices[count - 1] ?? 0n),
      liquidityAt: (_count, timestamp) => stepAt(this.#liquidity, timestamp) ?? 0n,
      volume: (from, to) =>
        recordedTimeline(market).volume(this.#recorded(from), this.#recorded(to)),
      feeGrowth: (from, to) => this.#growthBetween(from, to),
    }
  }

  get sqrtPriceX96(): bigint {
    return this.#pool.sqrtPriceX96
  }

  get tick(): number {
    return this.#pool.tick
  }

  moveTo(timestamp: number): void {
    const { columns } = this.#market
    while (this.#row < columns.length && (columns.timestamp[this.#row] ?? 0) <= timestamp) {
      this.#execute(this.#row)
      this.#row++
    }
    this.#vault.timestamp = timestamp
  }

  marketLiquidity(): bigint {
    return this.#vault.marketLiquidity()
  }

  quote(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill {
    return this.#vault.quote(zeroForOne, amountIn, sqrtPriceLimitX96)
  }

  swap(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill {
    const fill = this.#vault.swap(zeroForOne, amountIn, sqrtPriceLimitX96)
    this.#recordPrice(this.#vault.timestamp, Math.max(0, this.#row - 1))
    return fill
  }

  rehearse(): ActionPool {
    return this.#vault.copy()
  }

  mint(position: HeldPosition): TokenPair {
    const cost = this.#vault.mint(position)
    recordStep(this.#liquidity, this.#vault.timestamp, this.#pool.liquidity)
    return cost
  }

  fees(): readonly TokenPair[] {
    return this.#vault.fees()
  }

  burnAll(): readonly BurnResult[] {
    const results = this.#vault.burnAll()
    recordStep(this.#liquidity, this.#vault.timestamp, this.#pool.liquidity)
    return results
  }

  settle(): void {
    // The pool keeps the price our swap left; the market's own orders decide where it goes.
  }

  dilution(): undefined {
    return undefined
  }

  warnings(): readonly string[] {
    const warnings: string[] = []
    if (this.#filledIn) {
      warnings.push(
        'liquidity outside the price range that the data visit is not known: the counterfactual pool continues the nearest known liquidity there',
      )
    }
    if (this.#leftOut > 0) {
      warnings.push(
        `${this.#leftOut} recorded burns could not be executed: the start state lacks their liquidity`,
      )
    }
    return warnings
  }

  #execute(row: number): void {
    const { columns } = this.#market
    if (row !== this.#anchorRow && !executeEvent(this.#pool, columns, row)) this.#leftOut++
    if (this.#pool.sqrtPriceX96 === 0n) return
    const timestamp = columns.timestamp[row] ?? 0
    const samePrice = this.#sqrtPrices.at(-1) === this.#pool.sqrtPriceX96
    // A swap of next to nothing from a crossed boundary changes the tick alone.
    const sameTick = this.#track.tick[this.#track.length - 1] === this.#pool.tick
    if (samePrice && sameTick) this.#recordState(timestamp)
    else this.#recordPrice(timestamp, row)
  }

  #recordPrice(timestamp: number, row: number): void {
    const pool = this.#pool
    if (timestamp < this.#track.startTimestamp) return
    appendPrice(this.#track, timestamp, pool.tick, row)
    this.#sqrtPrices.push(pool.sqrtPriceX96)
    this.#recordState(timestamp)
  }

  /** Liquidity and fee growth change without the price too: by mints, burns, flash loans, tiny swaps. */
  #recordState(timestamp: number): void {
    const pool = this.#pool
    recordStep(this.#liquidity, timestamp, pool.liquidity)
    recordStep(this.#growth, timestamp, {
      feeGrowth0X128: pool.feeGrowthGlobal0X128,
      feeGrowth1X128: pool.feeGrowthGlobal1X128,
    })
  }

  /** Price events of the recorded track that belong to the first `count` of ours. */
  #recorded(count: number): number {
    if (count === 0) return 0
    const row = this.#track.row[count - 1] ?? 0
    const { track } = recordedTimeline(this.#market)
    let low = 0
    let high = track.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((track.row[middle] ?? Infinity) <= row) low = middle + 1
      else high = middle
    }
    return low
  }

  #growthBetween(from: number, to: number): FeeGrowthPair {
    const start = stepAt(this.#growth, from)
    const end = stepAt(this.#growth, to)
    const since = (now: bigint | undefined, then: bigint | undefined): bigint =>
      BigInt.asUintN(256, (now ?? 0n) - (then ?? 0n))
    return {
      feeGrowth0X128: since(end?.feeGrowth0X128, start?.feeGrowth0X128),
      feeGrowth1X128: since(end?.feeGrowth1X128, start?.feeGrowth1X128),
    }
  }
}
