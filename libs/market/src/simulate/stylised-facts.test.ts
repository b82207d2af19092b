import { encodeEvents, type PoolEvent } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { marketPresets, type MarketPreset } from './parameters.ts'
import { planMarket } from './plan-market.ts'
import { normal, seededRandom } from './random.ts'
import { stylisedFacts } from './stylised-facts.ts'

const startTime = 1_704_067_200
const hour = 3_600

function swap(timestamp: number, logIndex: number, tick: number, amount1: bigint): PoolEvent {
  const state = { sqrtPriceX96: 1n << 96n, liquidity: 1n, tick }
  return {
    kind: 'swap',
    blockNumber: timestamp,
    logIndex,
    timestamp,
    amount0: 0n,
    amount1,
    ...state,
  }
}

/** The planned events of a simulated market; the contracts emit the same (that is another test). */
function simulated(preset: MarketPreset, days: number, seed: string) {
  const endTime = startTime + days * 24 * hour
  const spec = { fee: 500, tickSpacing: 10 }
  const parameters = marketPresets[preset]
  const events: PoolEvent[] = []
  for (const block of planMarket({ spec, parameters, seed, startTime, endTime }))
    block.expected.forEach((event, logIndex) =>
      events.push({ ...event, blockNumber: block.timestamp, logIndex, timestamp: block.timestamp }),
    )
  return stylisedFacts(encodeEvents(events), 6)
}

describe.each([
  ['busy', 20, '7'],
  ['busy', 20, '8'],
  ['calm', 20, '9'],
] as const)('the %s market of %i days, seed %s', (preset, days, seed) => {
  const facts = simulated(preset, days, seed)
  it('has fat tails', () => expect(facts.excessKurtosis).toBeGreaterThan(5))
  it('has returns that do not foretell each other', () =>
    expect(Math.abs(facts.autocorrelation5m)).toBeLessThan(0.2))
  it('clusters volatility, and forgets it slowly', () => {
    expect(facts.absoluteAutocorrelation5m).toBeGreaterThan(0.15)
    expect(facts.absoluteAutocorrelation60m).toBeGreaterThan(0.05)
  })
  it('has volume that follows volatility', () =>
    expect(facts.volumeVolatilityCorrelation).toBeGreaterThan(0.35))
  it('has a daily cycle with its peak in the American morning', () => {
    expect(facts.busyToQuietHours).toBeGreaterThan(2)
    const afternoon = facts.hourOfDayVolume.slice(12, 20).reduce((sum, share) => sum + share, 0)
    expect(afternoon).toBeGreaterThan(0.4)
  })
  it('has liquidity that comes and goes', () => {
    expect(facts.mintsPerDay).toBeGreaterThan(5)
    expect(facts.burnsPerDay / facts.mintsPerDay).toBeGreaterThan(0.7)
    expect(facts.burnedShare).toBeGreaterThan(0.5)
    expect(facts.burnedShare).toBeLessThan(1.2)
  })
})

it('finds none of this in a random walk with volume of its own', () => {
  const random = seededRandom('walk', 'test')
  let tick = 0
  const events = Array.from({ length: 288 * 20 }, (_, i) => {
    tick += Math.round(20 * normal(random))
    return swap(startTime + 300 * i, 0, tick, BigInt(Math.floor(1e9 * random())))
  })
  const facts = stylisedFacts(encodeEvents(events), 6)
  expect(Math.abs(facts.excessKurtosis)).toBeLessThan(0.5)
  expect(Math.abs(facts.absoluteAutocorrelation5m)).toBeLessThan(0.06)
  expect(Math.abs(facts.volumeVolatilityCorrelation)).toBeLessThan(0.06)
  expect(facts.busyToQuietHours).toBeLessThan(1.3)
})

it('measures bars, hours, volumes and providers as counted by hand', () => {
  // 30 bars of 5 minutes from 00:00; one swap of 2 units each, the price moving 1, 2, 1, 2 … ticks up and down
  const swaps = Array.from({ length: 30 }, (_, i) =>
    swap(startTime + 300 * i, 0, i % 2, 2_000_000n),
  )
  const place = { blockNumber: startTime, timestamp: startTime, tickLower: -10, tickUpper: 10 }
  const amounts = { amount0: 0n, amount1: 8_000_000n }
  const events: PoolEvent[] = [
    ...swaps.slice(0, 1),
    { kind: 'mint', ...place, logIndex: 1, liquidity: 4n, ...amounts },
    { kind: 'burn', ...place, logIndex: 2, liquidity: 1n, amount0: 0n, amount1: 2_000_000n },
    { kind: 'burn', ...place, logIndex: 3, liquidity: 0n, amount0: 0n, amount1: 0n },
    ...swaps.slice(1),
  ]
  const facts = stylisedFacts(encodeEvents(events), 6)
  expect(facts.days).toBeCloseTo(30 / 288, 12)
  expect(facts.swapsPerHour).toBeCloseTo(12, 12)
  expect(facts.medianSwap).toBe(2)
  expect(facts.volumePerDay).toBeCloseTo(2 * 288, 9)
  expect(facts.hourOfDayVolume.slice(0, 4)).toEqual([0.4, 0.4, 0.2, 0])
  expect(facts.burnedShare).toBe(0.25)
  expect(facts.burnsPerDay).toBeCloseTo(288 / 30, 9)
  // 29 returns of ± one tick
  expect(facts.dailyVolatility).toBeCloseTo(Math.log(1.0001) * Math.sqrt(288), 5)
})

it('measures the window asked for, its end left out', () => {
  // 8 hours, a swap of i units every 5 minutes; hours 1 to 7 hold the swaps 12 … 83
  const swaps = Array.from({ length: 96 }, (_, i) => swap(startTime + 300 * i, 0, i % 3, BigInt(i)))
  const columns = encodeEvents(swaps)
  const inner = { from: startTime + hour, to: startTime + 7 * hour }
  expect(stylisedFacts(columns, 0, inner).medianSwap).toBe((12 + 83) / 2)
  const all = { from: startTime, to: startTime + 8 * hour }
  expect(stylisedFacts(columns, 0, all)).toEqual(stylisedFacts(columns, 0))
  const none = { from: startTime + 9 * hour, to: startTime + 20 * hour }
  expect(() => stylisedFacts(columns, 0, none)).toThrow('too few swaps')
})

it('refuses data that are too short to measure', () => {
  expect(() => stylisedFacts(encodeEvents([swap(startTime, 0, 0, 1n)]), 6)).toThrow(
    expect.objectContaining({ code: 'E_EMPTY' }),
  )
})
