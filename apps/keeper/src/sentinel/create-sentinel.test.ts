import type { MarketView } from '@tickwise/strategies'
import { expect, it } from 'vitest'
import { createSentinel, samplesOf } from './create-sentinel.ts'

const hour = 3_600
const start = 1_000 * hour
const end = start + 40 * hour

/** A market whose tick is that of the hour, but for the last minute of the hour before `end`. */
const viewAt = (timestamp: number): MarketView => {
  const tickAt = (at: number): number => (at > end - 60 ? 5_000 : Math.floor((at - start) / hour))
  const unused = () => {
    throw new TypeError('not asked for')
  }
  return {
    timestamp,
    decisionTime: timestamp,
    historyStart: start,
    blockNumber: 1,
    tick: tickAt(timestamp),
    sqrtPriceX96: 1n,
    liquidity: 1_000n,
    spec: { fee: 500, tickSpacing: 10 },
    decimals0: 18,
    decimals1: 6,
    tickCumulativeAt: unused,
    volume: unused,
    feeGrowth: unused,
    meanTick: (from, to) => {
      let sum = 0
      for (let at = from + 1; at <= to; at++) sum += tickAt(at)
      return Math.floor(sum / (to - from))
    },
  }
}
const vault = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640'
const question = { vault, epoch: 1_040, epochSeconds: hour, end, viewAt } as const

it('looks at the ends of epochs, as far back as there is history', () => {
  const samples = samplesOf(question, 98)
  expect(samples).toHaveLength(41)
  expect(samples[0]).toEqual({ epoch: 1_000, tick: 0, liquidity: 1_000n })
  expect(samples[1]).toEqual({ epoch: 1_001, tick: 1, liquidity: 1_000n, spreadTicks: 1 })
  // Spot 5,000 against the means of 2 and 30 minutes that hold it for 60 s.
  expect(samples.at(-1)).toMatchObject({
    tick: 5_000,
    spreadTicks: 5_000 - Math.floor((39 * 1_740 + 5_000 * 60 + 1) / 1_800),
  })
})

it('leaves a market alone that has just jumped', () => {
  const sentinel = createSentinel({ windowEpochs: 96, minEpochs: 24, maxScore: 12 })
  expect(sentinel.historyEpochs).toBe(98)
  expect(sentinel.assess(question)).toMatchObject({ skip: true, feature: 'price jump' })
  expect(sentinel.assess({ ...question, epoch: 1_039, end: end - hour })).toMatchObject({
    skip: false,
  })
})
