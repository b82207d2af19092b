import { createRandom } from '../../../amm/src/testing/random.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seriesOfPrices, type PricePoint } from '../testing/oracle-vectors.ts'
import type { EpochGrid } from './epoch-grid.ts'
import { cellSecondsOf } from './epoch-grid.ts'
import { recordsFromIntegral } from './series-from-events.ts'

const START = 1_700_000_000

/** Prices at random times, several in some seconds. */
function randomPrices(seed: number, count: number): PricePoint[] {
  const random = createRandom(seed)
  let timestamp = START
  let tick = random.integer(-1000, 1000)
  return Array.from({ length: count }, () => {
    timestamp += random.chance(0.2) ? 0 : random.integer(1, random.chance(0.05) ? 4000 : 200)
    tick += random.integer(-40, 40)
    return { timestamp, tick, sqrtPriceX96: 1n << 96n }
  })
}

/** The record by its definition: every second of every cell. */
function secondBySecond(prices: readonly PricePoint[], grid: EpochGrid, epoch: number) {
  const cellSeconds = cellSecondsOf(grid)
  const tickIn = (second: number): number =>
    prices.findLast(({ timestamp }) => timestamp <= second)!.tick
  const sumOf = (from: number, seconds: number): number =>
    Array.from({ length: seconds }, (_, i) => tickIn(from + i)).reduce((a, b) => a + b, 0)
  const start = epoch * grid.epochSeconds
  const means = Array.from({ length: grid.cellsPerEpoch + 1 }, (_, i) =>
    Math.floor(sumOf(start + (i - 1) * cellSeconds, cellSeconds) / cellSeconds),
  )
  const squares = means.slice(1).map((mean, i) => (mean - means[i]!) ** 2)
  return {
    variance: squares.reduce((a, b) => a + b, 0),
    meanTick: Math.floor(sumOf(start, grid.epochSeconds) / grid.epochSeconds),
    lastCellTick: means.at(-1)!,
  }
}

describe('series from events', () => {
  it.each([
    [{ epochSeconds: 600, cellsPerEpoch: 5 }, 1],
    [{ epochSeconds: 60, cellsPerEpoch: 60 }, 2],
    [{ epochSeconds: 900, cellsPerEpoch: 1 }, 3],
  ])('of %o are what the ticks of every second give', (grid, seed) => {
    const prices = randomPrices(seed, 150)
    const series = seriesOfPrices(prices, grid)
    const some = Array.from({ length: 12 }, (_, i) => Math.floor((i * series.length) / 12))
    for (const i of some) {
      expect({
        variance: series.variance[i],
        meanTick: series.meanTick[i],
        lastCellTick: series.lastCellTick[i],
      }).toEqual(secondBySecond(prices, grid, series.firstEpoch + i))
    }
  })

  it('begin with the first epoch whose cell before is known, and end with the last whole one', () => {
    const grid = { epochSeconds: 600, cellsPerEpoch: 2 }
    const prices = randomPrices(4, 100)
    const series = seriesOfPrices(prices, grid)
    expect(series.firstEpoch).toBe(Math.ceil((prices[0]!.timestamp + 300) / 600))
    const end = (series.firstEpoch + series.length) * 600
    expect(end).toBeLessThanOrEqual(prices.at(-1)!.timestamp)
    expect(end + 600).toBeGreaterThan(prices.at(-1)!.timestamp)
    expect(series.valid.every((valid) => valid === 1)).toBe(true)
  })

  it('do not change where they were when more events come', () => {
    const grid = { epochSeconds: 900, cellsPerEpoch: 3 }
    const prices = randomPrices(5, 200)
    const all = seriesOfPrices(prices, grid)
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 199 }), (count) => {
        const past = seriesOfPrices(prices.slice(0, count), grid)
        expect(past.firstEpoch).toBe(all.firstEpoch)
        expect(past.variance).toEqual(all.variance.slice(0, past.length))
        expect(past.lastCellTick).toEqual(all.lastCellTick.slice(0, past.length))
        expect(past.meanTick).toEqual(all.meanTick.slice(0, past.length))
      }),
      { numRuns: 30 },
    )
  })

  it('are the same from any constant added to the integral', () => {
    const grid = { epochSeconds: 900, cellsPerEpoch: 3 }
    const known = { from: START, to: START + 20_000 }
    const integral = (constant: number) => (timestamp: number) =>
      constant + Math.round(1000 * Math.sin(timestamp / 700)) * 100
    expect(recordsFromIntegral(integral(2 ** 40), known, grid)).toEqual(
      recordsFromIntegral(integral(-5), known, grid),
    )
  })

  it('need a whole epoch', () => {
    const prices = [0, 1].map((i) => ({ timestamp: START + i, tick: 0, sqrtPriceX96: 1n }))
    expect(() => seriesOfPrices(prices, { epochSeconds: 3600, cellsPerEpoch: 12 })).toThrow(
      expect.objectContaining({ code: 'E_EPOCHS_NONE' }),
    )
  })

  it.each([
    { epochSeconds: 3600, cellsPerEpoch: 7 },
    { epochSeconds: 3600, cellsPerEpoch: 0 },
    { epochSeconds: 256, cellsPerEpoch: 256 },
    { epochSeconds: 0, cellsPerEpoch: 1 },
    { epochSeconds: 0.5, cellsPerEpoch: 1 },
    { epochSeconds: 2 ** 32, cellsPerEpoch: 1 },
  ])('refuse %o', (grid) => {
    expect(() => seriesOfPrices(randomPrices(6, 100), grid)).toThrow(
      expect.objectContaining({ code: 'E_EPOCH_GRID' }),
    )
  })
})
