import { deriveStartState, encodeEvents } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { hypotheticalPosition, type PricedDataset } from './hypothetical-position.ts'
import { exactMarket } from './testing/exact-market.ts'
import { verifiable } from './testing/verifiable.ts'

const poolLiquidity = 10n ** 18n
const market = exactMarket([
  { at: 100, mint: { tickLower: -600, tickUpper: 600, liquidity: poolLiquidity } },
  // Ticks 5, 25 and 1: 10^18 of liquidity moves by about 5·10^13 of input per tick.
  { at: 200, buy0: 27n * 10n ** 13n },
  { at: 400, buy0: 10n ** 15n },
  { at: 500, buy1: 12n * 10n ** 14n },
])
const spec = { fee: 500, tickSpacing: 10 }
const dataset: PricedDataset = verifiable(market, spec, { kind: 'fresh' })
const range = { tickLower: 0, tickUpper: 20, liquidity: 10n ** 15n }

describe('hypotheticalPosition', () => {
  it('runs on a market at ticks 5, 25 and 1', () => {
    const ticks = market.events.flatMap((event) => (event.kind === 'swap' ? [event.tick] : []))
    expect(ticks).toEqual([5, 25, 1])
  })

  it('counts the seconds with the price in range', () => {
    // In range from 1000 to 1400, above until 1500, in range until the end.
    const whole = hypotheticalPosition(dataset, { ...range, from: 1000, to: 1600 })
    expect(whole.timeInRange).toBeCloseTo(5 / 6, 12)
    const part = hypotheticalPosition(dataset, { ...range, from: 1350, to: 1450 })
    expect(part.timeInRange).toBe(0.5)
  })

  it('marks both ends at the price found there', () => {
    const { start, end } = hypotheticalPosition(dataset, { ...range, from: 1250, to: 1450 })
    expect(start).toMatchObject({ row: 3, timestamp: 1250, price: { tick: 5 } })
    expect(end).toMatchObject({ row: 4, timestamp: 1450, price: { tick: 25 } })
    expect(start.amounts.amount0).toBeGreaterThan(0n)
    expect(start.valueInToken1Down).toBeGreaterThan(start.amounts.amount1)
    expect(end.amounts.amount0).toBe(0n)
    expect(end.valueInToken1Down).toBe(end.amounts.amount1)
  })

  it('as much liquidity as the whole pool has would have shared its fees half and half', () => {
    const { undilutedFees, dilutedFees, dilutionErrorBound } = hypotheticalPosition(dataset, {
      tickLower: -600,
      tickUpper: 600,
      liquidity: poolLiquidity,
    })
    // 0.05 % of what was paid in, less one unit of rounding for each swap.
    expect(undilutedFees.amount1).toBeGreaterThanOrEqual((127n * 10n ** 13n * 5n) / 10_000n - 2n)
    expect(undilutedFees.amount1).toBeLessThanOrEqual((127n * 10n ** 13n * 5n) / 10_000n + 2n)
    expect(dilutedFees.amount0).toBe(undilutedFees.amount0 / 2n)
    expect(dilutedFees.amount1).toBe(undilutedFees.amount1 / 2n)
    expect(dilutionErrorBound).toBe(0)
  })

  it('earns nothing where the price never was', () => {
    const { undilutedFees, dilutedFees, timeInRange } = hypotheticalPosition(dataset, {
      ...range,
      tickLower: 30,
      tickUpper: 60,
    })
    expect({ undilutedFees, dilutedFees, timeInRange }).toEqual({
      undilutedFees: { amount0: 0n, amount1: 0n },
      dilutedFees: { amount0: 0n, amount1: 0n },
      timeInRange: 0,
    })
  })

  it('starts after the first swap when the data do not tell the price before it', () => {
    const swaps = { events: market.events.slice(2), positionEvents: [] }
    const startState = deriveStartState(encodeEvents(swaps.events), spec)
    const { start, undilutedFees } = hypotheticalPosition(
      verifiable(swaps, spec, startState),
      range,
    )
    expect(start).toMatchObject({ row: 1, timestamp: 1200, price: { tick: 5 } })
    const known = hypotheticalPosition(dataset, { ...range, from: 1200 })
    expect(undilutedFees).toEqual(known.undilutedFees)
    expect(start.amounts).toEqual(known.start.amounts)
  })

  it.each([
    ['a tick off the spacing', { ...range, tickLower: 5 }, 'E_TICK_SPACING'],
    ['a range upside down', { ...range, tickLower: 20, tickUpper: 0 }, 'E_TICK_RANGE'],
    ['no liquidity', { ...range, liquidity: 0n }, 'E_LIQUIDITY'],
    ['a window after the data', { ...range, from: 5000, to: 6000 }, 'E_WINDOW_EMPTY'],
    ['a window before the data', { ...range, from: 10, to: 20 }, 'E_WINDOW_EMPTY'],
    ['a window between two events', { ...range, from: 1210, to: 1290 }, 'E_WINDOW_EMPTY'],
    ['a window upside down', { ...range, from: 1500, to: 1200 }, 'E_WINDOW_EMPTY'],
  ])('refuses %s', (_, position, code) => {
    expect(() => hypotheticalPosition(dataset, position)).toThrow(expect.objectContaining({ code }))
  })
})
