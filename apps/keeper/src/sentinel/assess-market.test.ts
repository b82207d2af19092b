import { describe, expect, it } from 'vitest'
import { assessMarket, type MarketSample } from './assess-market.ts'

const thresholds = { windowEpochs: 96, minEpochs: 24, maxScore: 12 }

/** A pool that moves 30 or 50 ticks an epoch, up and down, and whose liquidity hardly moves. */
const calm: readonly MarketSample[] = Array.from({ length: 60 }, (_, epoch) => ({
  epoch,
  tick: [0, 30, 80, 30][epoch % 4] ?? 0,
  liquidity: epoch % 2 === 0 ? 1_000_000n : 1_010_000n,
  spreadTicks: 10 + (epoch % 3),
}))
const after = (last: Partial<MarketSample>): readonly MarketSample[] => [
  ...calm,
  { epoch: 60, tick: 0, liquidity: 1_000_000n, spreadTicks: 11, ...last },
]

describe('a market', () => {
  it('is within the ordinary on an ordinary epoch', () => {
    expect(assessMarket(after({}), thresholds)).toMatchObject({ skip: false })
    expect(assessMarket(after({ tick: 60 }), thresholds)).toMatchObject({ skip: false })
  })

  it('scores a price jump by the median and the median deviation', () => {
    // The last sample before has tick 30. Jumps are 30 or 50, 29 to 30 of each: the median is 40 or one of
    // them, deviations from it 10 (or 0 and 20), so 1.4826 · 10 or so; checked here by hand for the even case.
    const jumps = calm.slice(1).map(({ tick }, i) => Math.abs(tick - (calm[i]?.tick ?? 0)))
    const sorted = jumps.toSorted((a, b) => a - b)
    const median = sorted[29] as number
    const mad = jumps.map((jump) => Math.abs(jump - median)).toSorted((a, b) => a - b)[29] as number
    const expected = (970 - median) / Math.max(5, 1.4826 * mad)
    const found = assessMarket(after({ tick: 1_000 }), thresholds)
    expect(found.score).toBeCloseTo(expected, 10)
    expect(found).toMatchObject({ skip: true, feature: 'price jump' })
    expect(found.reason).toBe(
      `price jump out of the ordinary: score ${expected.toFixed(1)}, the limit is 12`,
    )
  })

  it('is out of the ordinary when liquidity leaves or prices lie apart', () => {
    expect(assessMarket(after({ liquidity: 100_000n }), thresholds)).toMatchObject({
      skip: true,
      feature: 'liquidity jump',
    })
    expect(assessMarket(after({ liquidity: 0n }), thresholds).skip).toBe(true)
    expect(assessMarket(after({ spreadTicks: 200 }), thresholds)).toMatchObject({
      skip: true,
      feature: 'envelope spread',
    })
  })

  it('is not out of the ordinary because it never moved before', () => {
    const still = calm.map((sample) => ({ ...sample, tick: 5, liquidity: 7n, spreadTicks: 0 }))
    const moved = { epoch: 60, tick: 60, liquidity: 7n, spreadTicks: 30 }
    expect(assessMarket([...still, moved], thresholds)).toMatchObject({ skip: false, score: 11 })
  })

  it('is not moved by one outlier in its past, and a gap of epochs is no jump', () => {
    const spoilt = calm.with(20, { epoch: 20, tick: 100_000, liquidity: 1n, spreadTicks: 9_999 })
    expect(
      assessMarket([...spoilt, { epoch: 60, tick: 900, liquidity: 1_000_000n }], thresholds).skip,
    ).toBe(true)
    const late = { epoch: 159, tick: 330, liquidity: 1_000_000n }
    expect(assessMarket([...calm, late], thresholds).skip).toBe(false)
    expect(assessMarket([...calm, { ...late, epoch: 60 }], thresholds).skip).toBe(true)
  })

  it('is not judged by little history', () => {
    const short = after({ tick: 1_000 }).slice(-25)
    expect(assessMarket(short, thresholds)).toMatchObject({ score: 0, skip: false })
    expect(assessMarket(after({ tick: 1_000 }).slice(-26), thresholds).skip).toBe(true)
    expect(assessMarket([], thresholds).skip).toBe(false)
  })
})
