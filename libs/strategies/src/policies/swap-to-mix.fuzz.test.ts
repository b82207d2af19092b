import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyMixInput, usualMixInput } from '../testing/mix-inputs.ts'
import { mixOutcome, unplacedAllowed, unplacedPart } from '../testing/mix-outcome.ts'
import { swapToMix } from './swap-to-mix.ts'

describe('swap to mix', () => {
  it('leaves at most a millionth beyond the reserves unplaced, by the pool’s own swap and mint', () => {
    let swaps = 0
    fc.assert(
      fc.property(usualMixInput, (input) => {
        const outcome = mixOutcome(input)
        fc.pre(outcome.complete && outcome.free0 + outcome.free1 > 0n)
        expect(unplacedPart(outcome)).toBeLessThan(1.001e-6)
        if (swapToMix(input) !== undefined) swaps++
      }),
      { numRuns: 2000 },
    )
    expect(swaps).toBeGreaterThan(1000)
  })

  it('does so for every price, size, range and fee, up to what whole units can express', () => {
    let swaps = 0
    fc.assert(
      fc.property(anyMixInput, (input) => {
        fc.pre(input.liquidity > 0n)
        const outcome = mixOutcome(input)
        fc.pre(outcome.complete && outcome.free0 >= 0n && outcome.free1 >= 0n)
        fc.pre(outcome.free0 + outcome.free1 > 0n)
        const allowed = unplacedAllowed(input, outcome)
        // Holdings of a few units fill a range as luck has it.
        fc.pre(allowed < 0.01)
        expect(unplacedPart(outcome)).toBeLessThan(allowed)
        if (swapToMix(input) !== undefined) swaps++
      }),
      { numRuns: 3000, maxSkipsPerRun: 1000 },
    )
    expect(swaps).toBeGreaterThan(1000)
  })

  it('offers no more than is held beyond the reserve, and something', () => {
    fc.assert(
      fc.property(anyMixInput, (input) => {
        const swap = swapToMix(input)
        fc.pre(swap !== undefined)
        const offered = swap.zeroForOne
          ? input.amount0 - input.reserve0
          : input.amount1 - input.reserve1
        expect(swap.amountIn).toBeGreaterThan(0n)
        expect(swap.amountIn).toBeLessThanOrEqual(offered)
      }),
      { numRuns: 3000 },
    )
  })

  it('buys the whole of a reserve that is not held, or gives all it has for it', () => {
    let bought = 0
    fc.assert(
      fc.property(anyMixInput, (input) => {
        const { liquidity, amount0, amount1, reserve0, reserve1 } = input
        fc.pre(liquidity > 0n && amount0 < reserve0 !== amount1 < reserve1)
        const swap = swapToMix(input)
        const lacks0 = amount0 < reserve0
        const offered = lacks0 ? amount1 - reserve1 : amount0 - reserve0
        expect(offered > 0n || swap === undefined).toBe(true)
        fc.pre(offered > 0n)
        expect(swap?.zeroForOne).toBe(!lacks0)
        if (swap?.amountIn === offered) return
        bought++
        const outcome = mixOutcome(input)
        expect(lacks0 ? outcome.free0 : outcome.free1).toBeGreaterThanOrEqual(0n)
      }),
      { numRuns: 3000 },
    )
    expect(bought).toBeGreaterThan(100)
  })
})
