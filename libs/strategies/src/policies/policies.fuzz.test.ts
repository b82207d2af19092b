import {
  amountsForLiquidityUp,
  checkTickRange,
  getSqrtRatioAtTick,
  liquidityForAmounts,
} from '@tickwise/amm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ewmaX32Down } from '../features/ewma.ts'
import { isqrtDown } from './integer-root.ts'
import { passivePolicy } from './passive.ts'
import { ceilTickToSpacing, rangeOutward } from './tick-range.ts'
import { skewTicksDown, trendSkewPolicy } from './trend-skew.ts'
import { bandHalfWidthTicksUp, volatilityBandPolicy } from './volatility-band.ts'

const spacing = fc.constantFrom(1, 10, 60, 200)
const anyTick = fc.integer({ min: -887272, max: 887271 })

describe('integer policies', () => {
  it('isqrtDown is the floor of the root', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 160n }), (n) => {
        const root = isqrtDown(n)
        expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true)
      }),
    )
  })

  it('ranges are valid for a pool and hold what they were asked to', () => {
    fc.assert(
      fc.property(anyTick, fc.nat(900_000), spacing, (tick, halfWidth, tickSpacing) => {
        const range = rangeOutward(tick - halfWidth, tick + halfWidth, tickSpacing)
        checkTickRange(range.tickLower, range.tickUpper, tickSpacing)
        const usable = Math.floor(887272 / tickSpacing) * tickSpacing
        expect(range.tickLower).toBeLessThanOrEqual(Math.max(tick - halfWidth, -usable))
        expect(range.tickUpper).toBeGreaterThanOrEqual(Math.min(tick + halfWidth, usable))
        expect(ceilTickToSpacing(tick, tickSpacing) - tick).toBeLessThan(tickSpacing)
      }),
    )
  })

  it('a skew has the sign of the drift, is within its bounds, and leaves the price in the band', () => {
    fc.assert(
      fc.property(
        anyTick,
        spacing,
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 100, max: 20_000 }),
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.integer({ min: 0, max: 250 }),
        fc.integer({ min: 1, max: 5000 }),
        (tick, tickSpacing, variance, horizonEpochs, widthMilliSigmas, drift, bound, widest) => {
          const input = {
            tick,
            tickSpacing,
            varianceX32: BigInt(variance) << 32n,
            horizonEpochs,
            widthMilliSigmas,
            minHalfWidthTicks: 1,
            maxHalfWidthTicks: widest,
            driftTicksX16: drift,
            maxSkewMilliSigmas: bound,
          }
          const skew = skewTicksDown(input)
          const sigma = Math.sqrt(variance * horizonEpochs)
          expect(Math.abs(skew)).toBeLessThanOrEqual((bound / 1000) * sigma + 1e-6)
          expect(Math.abs(skew)).toBeLessThanOrEqual(Math.abs(drift) / 65_536)
          expect(skew * drift).toBeGreaterThanOrEqual(0)
          expect(Math.abs(skewTicksDown({ ...input, driftTicksX16: -drift }))).toBe(Math.abs(skew))
          const range = trendSkewPolicy(input)
          checkTickRange(range.tickLower, range.tickUpper, tickSpacing)
          const usable = Math.floor(887272 / tickSpacing) * tickSpacing
          if (Math.abs(tick) >= usable - tickSpacing) return
          expect(range.tickLower).toBeLessThanOrEqual(tick)
          expect(range.tickUpper).toBeGreaterThan(tick)
          const centred = { ...input, driftTicksX16: 0 }
          expect(trendSkewPolicy(centred)).toEqual(volatilityBandPolicy(centred))
        },
      ),
    )
  })

  it('the band equals k·σ·√horizon in floating point, rounded up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 100, max: 10_000 }),
        (variance, horizonEpochs, widthMilliSigmas) => {
          const half = bandHalfWidthTicksUp({
            varianceX32: BigInt(variance) << 32n,
            horizonEpochs,
            widthMilliSigmas,
            minHalfWidthTicks: 0,
            maxHalfWidthTicks: 887_272,
          })
          const real = (widthMilliSigmas / 1000) * Math.sqrt(variance * horizonEpochs)
          expect(half).toBeGreaterThanOrEqual(Math.min(real - 0.001, 887_272))
          expect(half).toBeLessThanOrEqual(Math.ceil(real + 0.001))
        },
      ),
    )
  })

  it('the band keeps within its bounds', () => {
    const narrow = { minHalfWidthTicks: 30, maxHalfWidthTicks: 40, widthMilliSigmas: 1000 }
    const band = (varianceX32: bigint) =>
      volatilityBandPolicy({ ...narrow, varianceX32, tick: 0, tickSpacing: 10, horizonEpochs: 1 })
    expect(band(0n)).toEqual({ tickLower: -30, tickUpper: 30 })
    expect(band(1n << 80n)).toEqual({ tickLower: -40, tickUpper: 40 })
  })

  it('ewma stays between the least and the greatest value and equals the float recursion', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 200 }),
        fc.nat(9999),
        (values, decayBps) => {
          const mean = Number(ewmaX32Down(values, decayBps)) / 2 ** 32
          const decay = decayBps / 10_000
          const float = values.reduce((sum, x, i) => (i === 0 ? x : decay * sum + (1 - decay) * x))
          expect(Math.abs(mean - float)).toBeLessThan(1e-6)
          expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6)
          expect(mean).toBeLessThanOrEqual(Math.max(...values))
        },
      ),
    )
  })

  it('base and limit order together take both tokens but for dust', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -150_000, max: 150_000 }),
        fc.bigInt({ min: 10n ** 15n, max: 10n ** 24n }),
        fc.integer({ min: -15, max: 15 }),
        (tick, amount0, skew) => {
          const sqrtPriceX96 = getSqrtRatioAtTick(tick)
          const inToken1 = (amount0 * sqrtPriceX96 * sqrtPriceX96) >> 192n
          fc.pre(inToken1 > 10n ** 12n)
          const amount1 = skew >= 0 ? inToken1 << BigInt(skew) : inToken1 >> BigInt(-skew)
          const { base, limit } = passivePolicy({
            tick,
            sqrtPriceX96,
            tickSpacing: 10,
            amount0,
            amount1,
            baseHalfWidthTicks: 300,
            limitWidthTicks: 100,
          })
          let left = { amount0, amount1 }
          for (const { tickLower, tickUpper } of [base, ...(limit ? [limit] : [])]) {
            const { amount0: a0, amount1: a1 } = left
            const liquidity = liquidityForAmounts(sqrtPriceX96, tickLower, tickUpper, a0, a1)
            const used = amountsForLiquidityUp(sqrtPriceX96, tickLower, tickUpper, liquidity)
            left = { amount0: a0 - used.amount0, amount1: a1 - used.amount1 }
          }
          expect(Number(left.amount0) / Number(amount0)).toBeLessThan(1e-6)
          expect(Number(left.amount1)).toBeLessThan(Number(inToken1 + amount1) * 1e-6)
        },
      ),
    )
  })
})
