import { ExactPool, getSqrtRatioAtTick, type PoolEvent, type StartState } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { recordedTimeline } from '../market/timeline.ts'
import { marketOf } from '../testing/pool-market.ts'
import { CounterfactualVenue } from './counterfactual-venue.ts'

const START = 1_700_006_400
const SPEC = { fee: 3000, tickSpacing: 60 } as const
const L = 10n ** 18n

/** Three positions around price 1; swaps, a flash loan, and a burn of the widest but one. */
function recorded() {
  const pool = ExactPool.create(SPEC)
  const events: PoolEvent[] = []
  const place = (after: number) => ({
    blockNumber: 10 + events.length,
    logIndex: 0,
    timestamp: START + after,
  })
  pool.initialize(getSqrtRatioAtTick(0), START)
  for (const width of [60_000, 6000, 600]) {
    const range = { tickLower: -width, tickUpper: width, liquidity: L }
    pool.mint({ owner: 'lp', ...range }, START)
  }
  const known = pool.ticks.filter(({ tick }) => Math.abs(tick) <= 600)
  const start: StartState = {
    kind: 'chain',
    blockNumber: 9,
    sqrtPriceX96: pool.sqrtPriceX96,
    tick: pool.tick,
    liquidity: pool.liquidity,
    feeProtocol: 0,
    feeGrowthGlobal0X128: 0n,
    feeGrowthGlobal1X128: 0n,
    ticks: known,
    tickRange: { lower: -600, upper: 600 },
  }
  const swap = (after: number, amountSpecified: bigint) => {
    const done = pool.swap({ zeroForOne: true, amountSpecified }, START + after)
    events.push({ kind: 'swap', ...place(after), ...done })
  }
  swap(10, 10n ** 15n)
  const paid = { amount0: 0n, amount1: 0n, paid0: 10n ** 15n, paid1: 0n }
  pool.flash(paid)
  events.push({ kind: 'flash', ...place(1000), ...paid })
  const range = { tickLower: -6000, tickUpper: 6000, liquidity: L }
  const burned = pool.burn({ owner: 'lp', ...range }, START + 2000)
  events.push({ kind: 'burn', ...place(2000), ...range, ...burned })
  swap(3000, 10n ** 15n)
  return { market: { ...marketOf(events), spec: SPEC, startState: start }, pool }
}

describe('counterfactual venue with nobody else in it', () => {
  it('burns positions that reach beyond the ticks the start state knows, and says so', () => {
    const { market, pool } = recorded()
    const venue = new CounterfactualVenue(market, 0)
    venue.moveTo(START + 3000)
    expect(venue.marketLiquidity()).toBe(pool.liquidity)
    expect(venue.sqrtPriceX96).toBe(pool.sqrtPriceX96)
    const warnings = venue.warnings().join('\n')
    expect(warnings).toContain('is not known')
    expect(warnings).not.toContain('could not be executed')
  })

  it('shows fee growth that came without a price, as the recorded market does', () => {
    const { market } = recorded()
    const venue = new CounterfactualVenue(market, 0)
    venue.moveTo(START + 3000)
    const byFlash = venue.timeline.feeGrowth(START + 500, START + 1500)
    expect(byFlash.feeGrowth0X128).toBe(((10n ** 15n) << 128n) / (3n * L))
    const spans = [
      [START + 10, START + 1000],
      [START + 999, START + 3000],
    ] as const
    for (const [from, to] of spans) {
      expect(venue.timeline.feeGrowth(from, to)).toEqual(
        recordedTimeline(market).feeGrowth(from, to),
      )
    }
  })
})
