import { amountsForLiquidityDown, getSqrtRatioAtTick, Q96 } from '@tickwise/amm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestHalfWidth, MAX_SEARCHED_TICKS, type WidthBounds } from './best-width.ts'
import { moveGain } from './move-gain.ts'
import { centredNetRate, rangeRates, unconcentratedRate, type RangeMarket } from './range-rates.ts'

/** Price 1, σ = 50 ticks (0.5 %) an hour, 0.05 % a rebalance. */
const calm: RangeMarket = {
  tick: 0,
  sqrtPriceX96: Q96,
  feesPerLiquidity: 1e-5,
  varianceTicks: 2500,
  rebalanceCost: 5e-4,
}
const LN_TICK = Math.log(1.0001)

const at = (tick: number): Pick<RangeMarket, 'tick' | 'sqrtPriceX96'> => ({
  tick,
  sqrtPriceX96: getSqrtRatioAtTick(tick),
})

describe('rates of a range', () => {
  it('count value as burning the range would pay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -200_000, max: 200_000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 3000 }),
        (tick, below, above) => {
          const range = { tickLower: tick - below, tickUpper: tick + above }
          const liquidity = 10n ** 40n
          const { sqrtPriceX96 } = at(tick)
          const [amount0, amount1] = Object.values(
            amountsForLiquidityDown(sqrtPriceX96, range.tickLower, range.tickUpper, liquidity),
          ) as [bigint, bigint]
          const value = amount1 + (amount0 * sqrtPriceX96 ** 2n) / 2n ** 192n
          const { fees } = rangeRates({ ...calm, ...at(tick) }, range)
          const expected = calm.feesPerLiquidity * (Number(liquidity) / Number(value))
          expect(Math.abs(fees / expected - 1)).toBeLessThan(1e-9)
        },
      ),
    )
  })

  it('lose σ²/8 to arbitrage over the full range, and 1/(1 − √(a/P)) times that when concentrated', () => {
    const eighth = (2500 * LN_TICK ** 2) / 8
    const full = rangeRates(calm, { tickLower: -887_270, tickUpper: 887_270 })
    expect(full.lossToArbitrage / eighth).toBeCloseTo(1, 10)
    const narrow = rangeRates(calm, { tickLower: -200, tickUpper: 200 })
    expect(narrow.lossToArbitrage / eighth).toBeCloseTo(1 / (1 - Math.exp(-100 * LN_TICK)), 8)
  })

  it('expect (50/50)² = 1 exit an epoch from ±50 ticks at σ = 50, and 4 epochs from ±100', () => {
    const exits = (half: number) =>
      rangeRates(calm, { tickLower: -half, tickUpper: half }).exitEpochs
    expect(exits(50)).toBeCloseTo(1, 3)
    expect(exits(100)).toBeCloseTo(4, 3)
    const offCentre = rangeRates({ ...calm, ...at(80) }, { tickLower: -100, tickUpper: 100 })
    expect(offCentre.exitEpochs).toBeCloseTo((180.5 * 19.5) / 2500, 10)
  })

  it('are nothing outside the range, and finite at its edges', () => {
    const range = { tickLower: -100, tickUpper: 100 }
    for (const tick of [-101, 100]) {
      expect(rangeRates({ ...calm, ...at(tick) }, range)).toMatchObject({ net: 0, fees: 0 })
    }
    for (const tick of [-100, 99]) {
      expect(Number.isFinite(rangeRates({ ...calm, ...at(tick) }, range).net)).toBe(true)
    }
  })

  it('are the same whether the range is given or its half-width', () => {
    for (const half of [10, 300, 20_000]) {
      const { net } = rangeRates(calm, { tickLower: -half, tickUpper: half })
      expect(centredNetRate(calm, half) / net).toBeCloseTo(1, 2)
    }
  })
})

describe('the best width', () => {
  const fine: WidthBounds = { tickSpacing: 1, minHalfWidthTicks: 1, maxHalfWidthTicks: 40_000 }

  it('is where the derivative is 0: A·a·e^−aw / (1 − e^−aw)² = 2cσ²/w³ with a = ln 1.0001 / 2', () => {
    const a = LN_TICK / 2
    for (const wanted of [40, 400, 1000, 7000, 30_000]) {
      // Solved for the fees at which `wanted` is best.
      const decayed = Math.exp(-a * wanted)
      const concentrated = (2 * 5e-4 * 2500 * (1 - decayed) ** 2) / (a * wanted ** 3 * decayed)
      const feesPerLiquidity = 2 * (concentrated + (2500 * LN_TICK ** 2) / 8)
      const best = bestHalfWidth({ ...calm, feesPerLiquidity }, fine)
      expect(Math.abs(best - wanted)).toBeLessThanOrEqual(Math.ceil(wanted / 1000))
    }
  })

  it('is near ln 1.0001 · c·σ² / A: by hand, 9.9995e-5 · 5e-4 · 2500 / 1.25e-6 = 100 ticks', () => {
    // A = f/2 − σ²/8 = f/2 − 3.1247e-6, so f = 2 · (1.25e-6 + 3.1247e-6) = 8.7494e-6.
    const market = { ...calm, feesPerLiquidity: 8.7494e-6 }
    expect(unconcentratedRate(market)).toBeCloseTo(1.25e-6, 9)
    expect(bestHalfWidth(market, { ...fine, tickSpacing: 10 })).toBe(100)
    // On a grid of 60: ±60 earns 1.25e-6/0.0029955 − 1.25/3600 = 7.008e-5, ±120 earns
    // 1.25e-6/0.0059820 − 1.25/14400 = 1.2215e-4, ±180 earns 1.25e-6/0.0089595 − 1.25/32400 = 1.0094e-4.
    expect(centredNetRate(market, 60)).toBeCloseTo(7.008e-5, 7)
    expect(centredNetRate(market, 120)).toBeCloseTo(1.2215e-4, 7)
    expect(centredNetRate(market, 180)).toBeCloseTo(1.0094e-4, 7)
    expect(bestHalfWidth(market, { ...fine, tickSpacing: 60 })).toBe(120)
  })

  const anyMarket = fc.record({
    tick: fc.integer({ min: -200_000, max: 200_000 }),
    fees: fc.double({ min: 0, max: 3e-5, noNaN: true }),
    varianceTicks: fc.double({ min: 1, max: 1e5, noNaN: true }),
    rebalanceCost: fc.double({ min: 0, max: 0.01, noNaN: true }),
    tickSpacing: fc.constantFrom(1, 10, 60, 200),
  })
  const marketOf = ({
    tick,
    fees,
    ...rest
  }: { tick: number; fees: number } & Omit<
    RangeMarket,
    'tick' | 'sqrtPriceX96' | 'feesPerLiquidity'
  >): RangeMarket => {
    const place = at(tick)
    const root = Number(place.sqrtPriceX96) / 2 ** 96
    return { ...place, ...rest, feesPerLiquidity: fees * root }
  }

  it('is the best of all multiples of the spacing within the bounds', () => {
    fc.assert(
      fc.property(anyMarket, ({ tickSpacing, ...rest }) => {
        const market = marketOf(rest)
        const bounds = { tickSpacing, minHalfWidthTicks: 7, maxHalfWidthTicks: 3000 }
        const best = bestHalfWidth(market, bounds)
        expect(best % tickSpacing).toBe(0)
        const rate = centredNetRate(market, best)
        for (let width = Math.max(tickSpacing, 7); width <= 3000; width += 1) {
          if (width % tickSpacing !== 0) continue
          const other = centredNetRate(market, width)
          expect(other - rate).toBeLessThanOrEqual(1e-12 * Math.abs(rate) + 1e-18)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is no wider with more fees, no narrower with more volatility or dearer rebalances', () => {
    fc.assert(
      fc.property(
        anyMarket,
        fc.double({ min: 1, max: 5, noNaN: true }),
        ({ tickSpacing, ...rest }, factor) => {
          const bounds = { ...fine, tickSpacing, maxHalfWidthTicks: MAX_SEARCHED_TICKS }
          const width = (change: Partial<typeof rest>) =>
            bestHalfWidth(marketOf({ ...rest, ...change }), bounds)
          const here = width({})
          expect(width({ fees: rest.fees * factor })).toBeLessThanOrEqual(here)
          expect(width({ varianceTicks: rest.varianceTicks * factor })).toBeGreaterThanOrEqual(here)
          expect(width({ rebalanceCost: rest.rebalanceCost * factor })).toBeGreaterThanOrEqual(here)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is the widest when fees are below the loss, the narrowest when moving costs nothing', () => {
    const bounds = { tickSpacing: 10, minHalfWidthTicks: 55, maxHalfWidthTicks: 2005 }
    expect(bestHalfWidth({ ...calm, feesPerLiquidity: 0 }, bounds)).toBe(2000)
    expect(bestHalfWidth({ ...calm, rebalanceCost: 0 }, bounds)).toBe(60)
  })
})

describe('the gain of a move', () => {
  const target = { tickLower: -200, tickUpper: 200 }

  it('is nothing to where one is', () => {
    expect(moveGain(calm, target, target, 24)).toBe(0)
  })

  it('is the net rate of the target over the horizon when the price has left', () => {
    const left = { tickLower: 400, tickUpper: 800 }
    expect(moveGain(calm, left, target, 24)).toBe(24 * rangeRates(calm, target).net)
  })

  it('counts the difference only for as long as the range held is expected to last', () => {
    const held = { tickLower: -90, tickUpper: 110 }
    const { net, exitEpochs } = rangeRates(calm, held)
    expect(exitEpochs).toBeLessThan(24)
    const difference = rangeRates(calm, target).net - net
    expect(moveGain(calm, held, target, 24)).toBeCloseTo(difference * exitEpochs, 15)
    expect(moveGain(calm, held, target, 2)).toBeCloseTo(difference * 2, 15)
  })

  it('near the edge is no more than the cost that the exit would bring anyway', () => {
    const edge = { ...calm, ...at(195) }
    const centred = { tickLower: -5, tickUpper: 395 }
    expect(moveGain(edge, target, centred, 24)).toBeLessThan(edge.rebalanceCost)
  })
})
