import {
  amountsForLiquidityDown,
  amountsForLiquidityUp,
  estimatedSteps,
  priceCountAt,
  rowCountAtTime,
  tickAfter,
} from '@tickwise/amm'
import type { TokenPair } from '@tickwise/strategies'
import type { DilutionReport, FeeAccrual } from './fee-accrual.ts'
import type { MarketData } from '../market/market-data.ts'
import { recordedTimeline, type MarketTimeline } from '../market/timeline.ts'
import { recordedLiquidity, type RecordedLiquidity } from './recorded-liquidity.ts'
import type { ActionPool, BurnResult, HeldPosition, SwapFill, Venue } from './venue.ts'
import { walkSwap, type PriceState } from './walk-swap.ts'

/**
 * The recorded market, untouched by us: prices are those of the events, fees come from the
 * fee-growth index in O(log n). An own swap walks the recorded liquidity and moves the price until
 * the action is over; then arbitrage has brought it back.
 */
export class IndexedVenue implements Venue {
  readonly timeline: MarketTimeline
  readonly #market: MarketData
  readonly #accrual: FeeAccrual
  readonly #liquidity: RecordedLiquidity
  #positions: HeldPosition[] = []
  #placedRow = 0
  #row = 0
  #timestamp = 0
  #price: PriceState = { sqrtPriceX96: 0n, tick: 0 }
  #estimatedSteps = 0

  constructor(market: MarketData, accrual: FeeAccrual) {
    this.timeline = recordedTimeline(market)
    this.#market = market
    this.#accrual = accrual
    this.#liquidity = recordedLiquidity(market)
  }

  get sqrtPriceX96(): bigint {
    return this.#price.sqrtPriceX96
  }

  get tick(): number {
    return this.#price.tick
  }

  moveTo(timestamp: number): void {
    this.#timestamp = timestamp
    this.#row = rowCountAtTime(this.#market.columns, timestamp)
    this.#price = this.#recordedPrice()
  }

  marketLiquidity(): bigint {
    const { track } = this.timeline
    return this.timeline.liquidityAt(priceCountAt(track, this.#timestamp), this.#timestamp)
  }

  quote(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill {
    return this.#walk(this.#price, zeroForOne, amountIn, sqrtPriceLimitX96)
  }

  swap(zeroForOne: boolean, amountIn: bigint, sqrtPriceLimitX96?: bigint): SwapFill {
    const fill = this.quote(zeroForOne, amountIn, sqrtPriceLimitX96)
    this.#price = { sqrtPriceX96: fill.sqrtPriceX96, tick: fill.tick }
    return fill
  }

  rehearse(): ActionPool {
    let price = this.#price
    return {
      get sqrtPriceX96() {
        return price.sqrtPriceX96
      },
      get tick() {
        return price.tick
      },
      marketLiquidity: () => this.marketLiquidity(),
      swap: (...order) => {
        const fill = this.#walk(price, ...order)
        price = { sqrtPriceX96: fill.sqrtPriceX96, tick: fill.tick }
        return fill
      },
      mint: ({ tickLower, tickUpper, liquidity }) =>
        amountsForLiquidityUp(price.sqrtPriceX96, tickLower, tickUpper, liquidity),
      burnAll: () => this.#burned(),
    }
  }

  mint(position: HeldPosition): TokenPair {
    const { tickLower, tickUpper, liquidity } = position
    this.#positions.push(position)
    this.#placedRow = this.#row
    this.#accrual.place(this.#positions, this.#row)
    return amountsForLiquidityUp(this.sqrtPriceX96, tickLower, tickUpper, liquidity)
  }

  fees(): readonly TokenPair[] {
    return this.#positions.length === 0 ? [] : this.#accrual.at(this.#row)
  }

  dilution(): DilutionReport | undefined {
    return this.#accrual.report()
  }

  burnAll(): readonly BurnResult[] {
    const results = this.#burned()
    this.#estimatedSteps += this.#stepsOnEstimates()
    this.#positions = []
    return results
  }

  settle(): void {
    this.#price = this.#recordedPrice()
  }

  warnings(): readonly string[] {
    const steps = this.#estimatedSteps + this.#stepsOnEstimates()
    if (steps === 0) return []
    return [
      `${steps} fee steps rest on liquidity that the data do not show and that was estimated from the swaps' amounts`,
    ]
  }

  #burned(): BurnResult[] {
    const fees = this.fees()
    return this.#positions.map((position, i): BurnResult => {
      const { tickLower, tickUpper, liquidity } = position
      return {
        principal: amountsForLiquidityDown(this.sqrtPriceX96, tickLower, tickUpper, liquidity),
        fees: fees[i] ?? { amount0: 0n, amount1: 0n },
      }
    })
  }

  #walk(
    from: PriceState,
    zeroForOne: boolean,
    amountIn: bigint,
    sqrtPriceLimitX96?: bigint,
  ): SwapFill {
    const { fee } = this.#market.spec
    const liquidity = this.#liquidity.at(this.#row)
    return walkSwap(from, liquidity, zeroForOne, amountIn, fee, sqrtPriceLimitX96)
  }

  #stepsOnEstimates(): number {
    return this.#positions.reduce(
      (sum, { tickLower, tickUpper }) =>
        sum +
        estimatedSteps(this.#market.index(), tickLower, tickUpper, this.#placedRow, this.#row),
      0,
    )
  }

  #recordedPrice(): PriceState {
    const { track } = this.timeline
    const count = priceCountAt(track, this.#timestamp)
    return {
      sqrtPriceX96: this.timeline.sqrtPriceAfter(count),
      tick: tickAfter(track, count) ?? 0,
    }
  }
}
