import { priceCountAt, rowCountAtTime, tickAfter, tickCumulativeAt, UserError } from '@tickwise/amm'
import type { FeeGrowthPair, MarketView, TokenPair } from '@tickwise/strategies'
import type { MarketTimeline } from './timeline.ts'

/**
 * A {@link MarketView} cut from a timeline. The timeline is private to the object and every question
 * is checked against the view's end, so nothing later can be reached through it.
 */
export class TimelineView implements MarketView {
  readonly #timeline: MarketTimeline
  readonly #count: number
  readonly timestamp: number
  readonly decisionTime: number

  /**
   * A view that ends at `timestamp`.
   * @param timestamp last second the view knows
   */
  constructor(timeline: MarketTimeline, timestamp: number, decisionTime: number) {
    this.#timeline = timeline
    this.timestamp = timestamp
    this.decisionTime = decisionTime
    this.#count = priceCountAt(timeline.track, timestamp)
    Object.freeze(this)
  }

  get historyStart(): number {
    return this.#timeline.track.startTimestamp
  }

  get blockNumber(): number {
    const { columns } = this.#timeline.market
    const seen = rowCountAtTime(columns, this.timestamp)
    return columns.blockNumber[Math.max(0, seen - 1)] ?? 0
  }

  get tick(): number {
    return tickAfter(this.#timeline.track, this.#count) ?? 0
  }

  get sqrtPriceX96(): bigint {
    return this.#timeline.sqrtPriceAfter(this.#count)
  }

  get liquidity(): bigint {
    return this.#timeline.liquidityAt(this.#count, this.timestamp)
  }

  get spec(): { readonly fee: number; readonly tickSpacing: number } {
    const { fee, tickSpacing } = this.#timeline.market.spec
    return { fee, tickSpacing }
  }

  get decimals0(): number {
    return this.#timeline.market.tokens[0].decimals
  }

  get decimals1(): number {
    return this.#timeline.market.tokens[1].decimals
  }

  tickCumulativeAt(timestamp: number): number {
    this.#checkTime(timestamp)
    return tickCumulativeAt(this.#timeline.track, timestamp)
  }

  meanTick(from: number, to: number): number {
    this.#checkSpan(from, to)
    return Math.floor((this.tickCumulativeAt(to) - this.tickCumulativeAt(from)) / (to - from))
  }

  volume(from: number, to: number): TokenPair {
    this.#checkSpan(from, to)
    const { track } = this.#timeline
    return this.#timeline.volume(priceCountAt(track, from), priceCountAt(track, to))
  }

  feeGrowth(from: number, to: number): FeeGrowthPair {
    this.#checkSpan(from, to)
    return this.#timeline.feeGrowth(from, to)
  }

  #checkSpan(from: number, to: number): void {
    this.#checkTime(from)
    this.#checkTime(to)
    if (from >= to) {
      throw new UserError('E_VIEW_SPAN', `a span from ${from} to ${to} is empty`, {
        hint: 'the start must be before the end',
      })
    }
  }

  #checkTime(timestamp: number): void {
    const facts = { asked: timestamp, historyStart: this.historyStart, end: this.timestamp }
    if (!Number.isInteger(timestamp) || timestamp > this.timestamp) {
      throw new UserError('E_VIEW_FUTURE', `time ${timestamp} is beyond what is known`, {
        hint: `ask for whole seconds up to ${this.timestamp}`,
        facts,
      })
    }
    if (timestamp < this.historyStart) {
      throw new UserError('E_VIEW_HISTORY', `time ${timestamp} is before the first known price`, {
        hint: 'declare the history the strategy needs in warmupSeconds, or start later',
        facts,
      })
    }
  }
}
