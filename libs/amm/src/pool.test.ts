import { describe, expect, it } from 'vitest'
import { MASK_256, Q96 } from './full-math.ts'
import { ExactPool } from './pool.ts'
import type { ChainStartState } from './pool-state.ts'
import { getSqrtRatioAtTick } from './tick-math.ts'

const spec = { fee: 3000, tickSpacing: 60 }
const E18 = 10n ** 18n

function freshPool(price = Q96): ExactPool {
  const pool = ExactPool.create(spec)
  pool.initialize(price, 1000)
  return pool
}

function mint(pool: ExactPool, tickLower: number, tickUpper: number, liquidity = E18): void {
  pool.mint({ owner: 'lp', tickLower, tickUpper, liquidity }, 1000)
}

describe('fee growth', () => {
  it('inside a range may lie below zero and wraps: what a position earns is right all the same', () => {
    const pool = freshPool(getSqrtRatioAtTick(1000))
    mint(pool, -6000, 6000)
    mint(pool, 180, 240)
    pool.swap({ zeroForOne: true, amountSpecified: E18 / 100n }, 1001)
    expect(pool.tick).toBeGreaterThan(240)
    // The upper tick was born before any growth, the lower one after: inside = 0 − growth.
    mint(pool, 60, 240)
    const born = pool.feeGrowthInside(60, 240).inside0X128
    expect(born).toBe(MASK_256 + 1n - pool.feeGrowthGlobal0X128)

    const ranges = [
      [-6000, 6000],
      [180, 240],
      [60, 240],
    ] as const
    const owed = () =>
      ranges.map(([tickLower, tickUpper]) => {
        pool.burn({ owner: 'lp', tickLower, tickUpper, liquidity: 0n }, 1003)
        return pool.position('lp', tickLower, tickUpper)?.tokensOwed0 ?? 0n
      })
    const before = owed()
    const { amount0, tick } = pool.swap({ zeroForOne: true, amountSpecified: E18 / 10n }, 1004)
    expect(tick).toBeLessThan(60)
    const earned = owed().map((amount, i) => amount - (before[i] ?? 0n))
    expect(earned[2]).toBeGreaterThan(0n)
    const fee = (amount0 * 3n) / 1000n
    const lost = fee - earned.reduce((sum, amount) => sum + amount)
    expect(lost > -20n && lost < 20n).toBe(true)
  })

  it('of a tick at or below the current one starts as all growth so far, above as none', () => {
    const pool = freshPool()
    mint(pool, -6000, 6000)
    pool.swap({ zeroForOne: true, amountSpecified: E18 / 100n }, 1001)
    pool.swap({ zeroForOne: false, amountSpecified: E18 / 100n }, 1002)
    const [growth0, growth1] = [pool.feeGrowthGlobal0X128, pool.feeGrowthGlobal1X128]
    pool.swap({ zeroForOne: true, amountSpecified: E18, sqrtPriceLimitX96: Q96 - 1n }, 1003)
    expect(pool.tick).toBe(-1)
    pool.swap({ zeroForOne: false, amountSpecified: E18, sqrtPriceLimitX96: Q96 }, 1003)
    expect(pool.tick).toBe(0)
    mint(pool, 0, 60)
    expect(pool.tickState(0)?.feeGrowthOutside0X128).toBe(pool.feeGrowthGlobal0X128)
    expect(pool.tickState(0)?.feeGrowthOutside1X128).toBe(pool.feeGrowthGlobal1X128)
    expect(pool.feeGrowthGlobal0X128 >= growth0 && pool.feeGrowthGlobal1X128 >= growth1).toBe(true)
    expect(pool.tickState(60)).toMatchObject({ feeGrowthOutside0X128: 0n, secondsOutside: 0 })
  })
})

describe('at the edge of a range', () => {
  it('a move down that ends on a tick leaves the tick below and the price on the boundary', () => {
    const pool = freshPool()
    mint(pool, -600, 600)
    mint(pool, -60, 60)
    const sqrtPriceLimitX96 = getSqrtRatioAtTick(-60)
    const swap = pool.swap({ zeroForOne: true, amountSpecified: E18, sqrtPriceLimitX96 }, 1001)
    expect(swap).toMatchObject({ sqrtPriceX96: sqrtPriceLimitX96, tick: -61, liquidity: E18 })
    const back = pool.swap({ zeroForOne: false, amountSpecified: 1000n }, 1002)
    expect(back).toMatchObject({ tick: -60, liquidity: 2n * E18 })
  })

  it('a gap without liquidity is walked free of charge and without fee growth', () => {
    const pool = freshPool()
    mint(pool, -60, 60)
    mint(pool, -6000, -5940)
    pool.swap(
      { zeroForOne: true, amountSpecified: E18, sqrtPriceLimitX96: getSqrtRatioAtTick(-60) },
      1001,
    )
    const growth = pool.feeGrowthGlobal0X128
    const gap = pool.swap(
      { zeroForOne: true, amountSpecified: E18, sqrtPriceLimitX96: getSqrtRatioAtTick(-5940) + 1n },
      1002,
    )
    expect(gap).toMatchObject({ amount0: 0n, amount1: 0n, liquidity: 0n, tick: -5940 })
    expect(pool.feeGrowthGlobal0X128).toBe(growth)
    expect(pool.swap({ zeroForOne: true, amountSpecified: 1000n }, 1003).liquidity).toBe(E18)
  })
})

describe('a pool from a snapshot', () => {
  const start: ChainStartState = {
    kind: 'chain',
    blockNumber: 7,
    sqrtPriceX96: Q96,
    tick: 0,
    liquidity: 5n * E18,
    feeProtocol: 0x64,
    feeGrowthGlobal0X128: 11n,
    feeGrowthGlobal1X128: 13n,
    // The tick that would bring the other 4e18 is not in the file.
    ticks: [
      {
        tick: -60,
        liquidityGross: E18,
        liquidityNet: E18,
        feeGrowthOutside0X128: 3n,
        feeGrowthOutside1X128: 4n,
      },
      {
        tick: 60,
        liquidityGross: E18,
        liquidityNet: -E18,
        feeGrowthOutside0X128: 0n,
        feeGrowthOutside1X128: 0n,
      },
      {
        tick: 120,
        liquidityGross: 0n,
        liquidityNet: 0n,
        feeGrowthOutside0X128: 9n,
        feeGrowthOutside1X128: 9n,
      },
    ],
  }

  it('takes the in-range liquidity as given and skips ticks that are not initialised', () => {
    const pool = ExactPool.fromState(spec, start)
    expect(pool.liquidity).toBe(5n * E18)
    expect(pool.toStartState(7)).toEqual({ ...start, ticks: start.ticks.slice(0, 2) })
  })

  it('refuses a swap that its ticks contradict, and is as before', () => {
    const pool = ExactPool.fromState(spec, { ...start, liquidity: E18 / 2n })
    const before = pool.toStartState(7)
    expect(() => pool.swap({ zeroForOne: true, amountSpecified: E18 }, 1001)).toThrow(
      expect.objectContaining({ code: 'E_POOL_LS', exitCode: 1 }),
    )
    expect(pool.toStartState(7)).toEqual(before)
  })

  it('refuses a swap that ends where the ticks are not known, and is as before', () => {
    const pool = ExactPool.fromState(spec, { ...start, tickRange: { lower: -60, upper: 60 } })
    const before = pool.toStartState(7)
    const amountSpecified = E18
    for (const zeroForOne of [true, false]) {
      expect(() => pool.swap({ zeroForOne, amountSpecified }, 1001)).toThrow(
        expect.objectContaining({ code: 'E_POOL_TICKS_UNKNOWN' }),
      )
    }
    expect(pool.toStartState(7)).toEqual(before)
    const sqrtPriceLimitX96 = getSqrtRatioAtTick(-60)
    expect(pool.swap({ zeroForOne: true, amountSpecified, sqrtPriceLimitX96 }, 1001).tick).toBe(-61)
  })

  it('has copies that live their own lives', () => {
    const pool = ExactPool.fromState(spec, start)
    const before = pool.toStartState(7)
    const copy = pool.clone()
    copy.mint({ owner: '0xAB', tickLower: -60, tickUpper: 600, liquidity: E18 }, 1001)
    copy.swap({ zeroForOne: true, amountSpecified: E18 / 10n }, 1002)
    expect(pool.toStartState(7)).toEqual(before)
    expect(pool.positions).toEqual([])
    expect(copy.position('0xab', -60, 600)?.liquidity).toBe(E18)
  })
})

it('refuses a fee or spacing that no pool has', () => {
  expect(() => ExactPool.create({ fee: 1_000_000, tickSpacing: 60 })).toThrow(
    expect.objectContaining({ code: 'E_POOL_SPEC' }),
  )
})
