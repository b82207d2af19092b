import { getSqrtRatioAtTick, Q96 } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { mixOutcome } from '../testing/mix-outcome.ts'
import { swapToMix, type SwapToMixInput } from './swap-to-mix.ts'

const ETHER = 10n ** 18n
const input: SwapToMixInput = {
  sqrtPriceX96: Q96,
  liquidity: 10n ** 30n,
  fee: 0,
  tickLower: -600,
  tickUpper: 600,
  amount0: ETHER,
  amount1: 0n,
  reserve0: 0n,
  reserve1: 0n,
}

describe('swap to mix', () => {
  it('sells half into a deep pool without a fee for a symmetric range', () => {
    const swap = swapToMix(input)
    expect(swap?.zeroForOne).toBe(true)
    expect(Number(swap?.amountIn) / 1e18).toBeCloseTo(0.5, 9)
  })

  it('sells the part that a fee leaves right: x − a = a·(1 − fee)', () => {
    const swap = swapToMix({ ...input, fee: 10_000, amount0: 0n, amount1: ETHER })
    expect(swap?.zeroForOne).toBe(false)
    expect(Number(swap?.amountIn) / 1e18).toBeCloseTo(1 / 1.99, 9)
  })

  it('ends where the mix is right at the price it leaves, in a pool as small as the vault', () => {
    const shallow = { ...input, liquidity: ETHER, tickLower: -60_000, tickUpper: 60_000 }
    const { sqrtPriceX96, free0, free1, placed0, placed1 } = mixOutcome(shallow)
    expect(sqrtPriceX96).toBeLessThan((Q96 * 9n) / 10n)
    expect(free0 - placed0).toBeLessThan(10n)
    expect(free1 - placed1).toBeLessThan(10n)
  })

  it('sells all of the token that a range away from the price cannot use', () => {
    const below = { ...input, tickLower: -1200, tickUpper: -600 }
    expect(swapToMix({ ...below, amount1: ETHER })).toEqual({ zeroForOne: true, amountIn: ETHER })
    const above = { ...input, tickLower: 600, tickUpper: 1200 }
    expect(swapToMix(above)).toBeUndefined()
    expect(swapToMix({ ...above, amount1: 7n * ETHER })?.amountIn).toBe(7n * ETHER)
  })

  it('stops inside a range away from the price when the swap itself moves the price there', () => {
    const near = { ...input, liquidity: 50n * ETHER, tickLower: -1200, tickUpper: -60 }
    const { sqrtPriceX96, free0, placed0, free1, placed1 } = mixOutcome(near)
    expect(sqrtPriceX96).toBeLessThan(getSqrtRatioAtTick(-60))
    expect(sqrtPriceX96).toBeGreaterThan(getSqrtRatioAtTick(-1200))
    expect(free0 - placed0).toBeLessThan(10n)
    expect(free1 - placed1).toBeLessThan(10n)
    expect(placed0).toBeGreaterThan(ETHER / 10n)
  })

  it('leaves a reserve out of the mix', () => {
    const swap = swapToMix({ ...input, reserve0: (ETHER * 4n) / 10n })
    expect(Number(swap?.amountIn) / 1e18).toBeCloseTo(0.3, 9)
  })

  it('buys a reserve that is not held, then half of the rest', () => {
    const swap = swapToMix({ ...input, reserve1: (ETHER * 4n) / 10n })
    expect(Number(swap?.amountIn) / 1e18).toBeCloseTo(0.7, 9)
  })

  it('buys no more when one step of the price has already brought too much', () => {
    // One step of √P at 2^127 liquidity costs and brings 2^31 units, of which the reserve needs one.
    const coarse = { ...input, liquidity: 2n ** 127n, amount0: 2n ** 31n + 1001n, reserve1: 1n }
    expect(swapToMix(coarse)).toEqual({ zeroForOne: true, amountIn: 2n ** 31n + 1n })
  })

  it('sells everything for a reserve beyond the whole value, but nothing when both lack', () => {
    expect(swapToMix({ ...input, reserve1: 2n * ETHER })?.amountIn).toBe(ETHER)
    expect(swapToMix({ ...input, reserve0: 2n * ETHER, reserve1: 1n })).toBeUndefined()
    expect(swapToMix({ ...input, reserve0: ETHER, reserve1: 1n })).toBeUndefined()
  })

  it('sells everything for a reserve that the pool does not have', () => {
    const small = { ...input, liquidity: ETHER, amount0: 1000n * ETHER, reserve1: ETHER }
    expect(swapToMix(small)?.amountIn).toBe(1000n * ETHER)
    const other = { ...small, amount0: 0n, amount1: 1000n * ETHER, reserve0: ETHER, reserve1: 0n }
    expect(swapToMix(other)).toEqual({ zeroForOne: false, amountIn: 1000n * ETHER })
  })

  it('swaps nothing without liquidity, without holdings, with the right mix or for a millionth', () => {
    expect(swapToMix({ ...input, liquidity: 0n })).toBeUndefined()
    expect(swapToMix({ ...input, amount0: 0n })).toBeUndefined()
    expect(swapToMix({ ...input, amount1: ETHER })).toBeUndefined()
    expect(swapToMix({ ...input, amount1: ETHER + ETHER / 1_000_000n })).toBeUndefined()
    expect(swapToMix({ ...input, amount1: ETHER + ETHER / 100_000n })?.zeroForOne).toBe(false)
  })
})
