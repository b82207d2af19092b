import { UserError } from '@tickwise/amm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poolMarket, START } from '../testing/pool-market.ts'
import { recordedTimeline } from './timeline.ts'
import { TimelineView } from './timeline-view.ts'

const { market, pool } = poolMarket({ seed: 7, swaps: 600 })
const { columns } = market
const end = columns.timestamp[columns.length - 1]!
const timeline = recordedTimeline(market)

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error.code
  }
  return 'none'
}

describe('market view', () => {
  it('names the block of the last event, also when that was no swap', () => {
    const row = columns.kind.lastIndexOf(2)
    expect(columns.kind[row]).toBe(2)
    // The mint comes in a block of its own, in the second of the swap after it: cut there.
    const upTo = { ...columns, length: row + 1 }
    const mintOnly = recordedTimeline({ ...market, columns: upTo })
    const time = columns.timestamp[row]!
    expect(new TimelineView(mintOnly, time, time).blockNumber).toBe(columns.blockNumber[row])
  })

  it("has the tick integral of the pool's own oracle at any second", () => {
    const view = new TimelineView(timeline, end, end)
    fc.assert(
      fc.property(fc.nat(end - START), (secondsAgo) => {
        const [then, now] = pool.observe([secondsAgo, 0], end)
        const ours = view.tickCumulativeAt(end) - view.tickCumulativeAt(end - secondsAgo)
        expect(BigInt(ours)).toBe(now!.tickCumulative - then!.tickCumulative)
      }),
    )
  })

  it('rounds the mean tick towards minus infinity, as OracleLibrary.consult', () => {
    const view = new TimelineView(timeline, end, end)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: end - START }), (secondsAgo) => {
        const [then, now] = pool.observe([secondsAgo, 0], end)
        const delta = now!.tickCumulative - then!.tickCumulative
        let mean = delta / BigInt(secondsAgo)
        if (delta < 0n && delta % BigInt(secondsAgo) !== 0n) mean--
        expect(BigInt(view.meanTick(end - secondsAgo, end))).toBe(mean)
      }),
    )
  })

  it('shows the last state at or before its time, and nothing after it', () => {
    const middle = START + Math.floor((end - START) / 2)
    const view = new TimelineView(timeline, middle, middle + 60)
    let row = columns.length - 1
    while (columns.timestamp[row]! > middle || columns.kind[row] !== 1) row--
    expect(view.tick).toBe(columns.tickA[row])
    expect(view.decisionTime).toBe(middle + 60)
    for (const ask of [
      () => view.tickCumulativeAt(middle + 1),
      () => view.meanTick(middle - 10, middle + 1),
      () => view.volume(middle - 10, middle + 1),
      () => view.feeGrowth(middle - 10, middle + 1),
      () => view.tickCumulativeAt(middle - 0.5),
    ]) {
      expect(codeOf(ask)).toBe('E_VIEW_FUTURE')
    }
    expect(codeOf(() => view.tickCumulativeAt(START - 1))).toBe('E_VIEW_HISTORY')
    expect(codeOf(() => view.meanTick(middle, middle))).toBe('E_VIEW_SPAN')
  })

  it('gives no way to the data behind it', () => {
    const view = new TimelineView(timeline, START + 1000, START + 1000)
    const reachable = new Set<unknown>()
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || reachable.has(value)) return
      reachable.add(value)
      for (const key of Reflect.ownKeys(value)) visit(Reflect.get(value, key))
    }
    visit(view)
    expect(reachable.size).toBe(1)
    expect(() => Object.assign(view, { timestamp: end })).toThrow(TypeError)
  })

  it('counts volume and fee growth as the pool does, over the whole history and in parts', () => {
    const view = new TimelineView(timeline, end, end)
    const whole = view.feeGrowth(START, end)
    expect(whole.feeGrowth0X128).toBe(pool.feeGrowthGlobal0X128)
    expect(whole.feeGrowth1X128).toBe(pool.feeGrowthGlobal1X128)
    const middle = START + Math.floor((end - START) / 3)
    const parts = [view.volume(START, middle), view.volume(middle, end)]
    const volume = view.volume(START, end)
    expect(volume.amount0).toBe(parts[0]!.amount0 + parts[1]!.amount0)
    expect(volume.amount1).toBeGreaterThan(0n)
  })

  it("has the pool's in-range liquidity", () => {
    expect(new TimelineView(timeline, end, end).liquidity).toBe(pool.liquidity)
  })
})
