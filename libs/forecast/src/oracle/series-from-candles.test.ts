import { describe, expect, it } from 'vitest'
import { seriesFromCandles, type CandlePrices, type PoolDirection } from './series-from-candles.ts'

const HOUR = 3600
const FIRST = 400_000 * HOUR

/** Candles whose four prices have the ticks of `ticksOf(i)`, without those it has none for. */
function candlesOf(
  count: number,
  secondsPerCandle: number,
  ticksOf: (i: number) => readonly [number, number, number, number] | undefined,
): CandlePrices {
  const kept = Array.from({ length: count }, (_, i) => i).filter((i) => ticksOf(i) !== undefined)
  const column = (part: number): Float64Array =>
    // Within the tick, so that rounding does not matter.
    Float64Array.from(kept, (i) => 1.0001 ** (ticksOf(i)![part]! + 0.5))
  return {
    root: '0x12',
    secondsPerCandle,
    timestamp: Float64Array.from(kept, (i) => FIRST + i * secondsPerCandle),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
  }
}

const flat = (tick: number): readonly [number, number, number, number] => [tick, tick, tick, tick]
const code = (name: string): unknown => expect.objectContaining({ code: name })

describe('series from candles', () => {
  it('by hand: five-minute candles in hours of 12 cells', () => {
    const candles = candlesOf(36, 300, (i) => [3 * i, 3 * i + 2, 3 * i - 2, 3 * i + 1])
    const grid = { epochSeconds: HOUR, cellsPerEpoch: 12 }
    const series = seriesFromCandles(candles, grid, 'base-is-token0')
    expect(series.firstEpoch).toBe(400_001)
    expect(series.length).toBe(2)
    // Means 3i + ¼, rounded down: twelve differences of 3.
    expect([...series.variance]).toEqual([108, 108])
    expect([...series.lastCellTick]).toEqual([69, 105])
    // Of 3i + ¼ over i = 12 … 23: 52.75.
    expect([...series.meanTick]).toEqual([52, 88])
    expect(series.source).toEqual({ kind: 'candles', root: '0x12' })
  })

  it('have one squared difference an hour from hourly candles in one cell', () => {
    const candles = candlesOf(5, HOUR, (i) => flat(i * i))
    const grid = { epochSeconds: HOUR, cellsPerEpoch: 1 }
    expect([...seriesFromCandles(candles, grid, 'base-is-token0').variance]).toEqual([1, 9, 25, 49])
  })

  it('have hourly cells in epochs of four hours and of a day', () => {
    const candles = candlesOf(72, HOUR, (i) => flat(5 * i))
    for (const hours of [4, 24]) {
      const grid = { epochSeconds: hours * HOUR, cellsPerEpoch: hours }
      const series = seriesFromCandles(candles, grid, 'base-is-token0')
      expect(series.firstEpoch * grid.epochSeconds).toBeGreaterThanOrEqual(FIRST + HOUR)
      expect([...series.variance]).toEqual(Array.from({ length: series.length }, () => hours * 25))
    }
  })

  it('have cells of several candles', () => {
    const candles = candlesOf(36, 300, (i) => flat(i))
    const grid = { epochSeconds: HOUR, cellsPerEpoch: 4 }
    // Means i + 1 of three candles each: differences of 3.
    expect([...seriesFromCandles(candles, grid, 'base-is-token0').variance]).toEqual([36, 36])
  })

  it('turn round with the pool', () => {
    const candles = candlesOf(5, HOUR, (i) => flat(100 * i))
    const grid = { epochSeconds: HOUR, cellsPerEpoch: 1 }
    const inverse = seriesFromCandles(candles, grid, 'base-is-token1')
    // Minus the middle of a tick, rounded down.
    expect([...inverse.lastCellTick]).toEqual([-101, -201, -301, -401])
    expect([...inverse.variance]).toEqual([10_000, 10_000, 10_000, 10_000])
  })

  it.each([
    ['within an epoch', 4 * 2 + 1, [1, 0, 1, 1]],
    ['in its last cell', 4 * 3 - 1, [1, 0, 0, 1]],
  ])('a missing candle %s costs what depends on it', (_, missing, valid) => {
    const candles = candlesOf(20, 900, (i) => (i === missing ? undefined : flat(i)))
    const grid = { epochSeconds: HOUR, cellsPerEpoch: 4 }
    const series = seriesFromCandles(candles, grid, 'base-is-token0')
    expect([...series.valid]).toEqual(valid)
  })

  it('do not change where they were when more candles come', () => {
    const candles = candlesOf(400, 300, (i) => flat((i * 7919) % 100))
    const grid = { epochSeconds: HOUR, cellsPerEpoch: 12 }
    const all = seriesFromCandles(candles, grid, 'base-is-token0')
    const past = seriesFromCandles(
      candlesOf(200, 300, (i) => flat((i * 7919) % 100)),
      grid,
      'base-is-token0',
    )
    expect(past.variance).toEqual(all.variance.slice(0, past.length))
    expect(past.lastCellTick).toEqual(all.lastCellTick.slice(0, past.length))
  })

  it.each<[string, number, number, string]>([
    ['coarser than a cell', HOUR, 12, 'E_CANDLES_COARSE'],
    ['across the ends of cells', 240, 12, 'E_CANDLE_GRID'],
    ['in cells that do not divide the epoch', 300, 7, 'E_EPOCH_GRID'],
  ])('refuse candles %s', (_, secondsPerCandle, cellsPerEpoch, expected) => {
    const candles = candlesOf(40, secondsPerCandle, () => flat(0))
    const grid = { epochSeconds: HOUR, cellsPerEpoch }
    const run = () => seriesFromCandles(candles, grid, 'base-is-token0')
    expect(run).toThrow(code(expected))
  })

  it('refuse candles off their grid, and too few', () => {
    const grid = { epochSeconds: HOUR, cellsPerEpoch: 12 }
    const direction: PoolDirection = 'base-is-token0'
    const candles = candlesOf(40, 300, () => flat(0))
    const shifted = { ...candles, timestamp: candles.timestamp.map((time) => time + 1) }
    expect(() => seriesFromCandles(shifted, grid, direction)).toThrow(code('E_CANDLE_GRID'))
    const few = candlesOf(13, 300, () => flat(0))
    expect(() => seriesFromCandles(few, grid, direction)).toThrow(code('E_EPOCHS_NONE'))
    const none = candlesOf(0, 300, () => flat(0))
    expect(() => seriesFromCandles(none, grid, direction)).toThrow(code('E_EPOCHS_NONE'))
  })
})
