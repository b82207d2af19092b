import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeEvents } from './columns-encode.ts'
import { feeGrowthGlobal, feeGrowthInside } from './fee-growth-index.ts'
import { buildFeeGrowthIndex } from './fee-growth-index-build.ts'
import { recordRandomPool } from './testing/recorded-pool.ts'

const tiers = [
  { fee: 100, tickSpacing: 1 },
  { fee: 500, tickSpacing: 10 },
  { fee: 3000, tickSpacing: 60 },
  { fee: 10_000, tickSpacing: 200 },
]

describe('replay of recorded events', () => {
  it.each(tiers)('gives the pool’s own fee growth at every row and range, fee $fee', (spec) => {
    let rangesWithFees = 0
    const wrong: Record<string, number>[] = []
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const { start, events, states } = recordRandomPool(spec, seed, 60)
        const index = buildFeeGrowthIndex(encodeEvents(events), spec, start, { strict: true })
        const first = states[0]
        if (first === undefined) throw new Error('no state')
        states.forEach((state, row) => {
          const global = feeGrowthGlobal(index, row)
          const global0 = state.feeGrowthGlobal0X128 - first.feeGrowthGlobal0X128
          const global1 = state.feeGrowthGlobal1X128 - first.feeGrowthGlobal1X128
          if (global.growth0X128 !== wrap(global0)) wrong.push({ seed, row, token: 0 })
          if (global.growth1X128 !== wrap(global1)) wrong.push({ seed, row, token: 1 })
          state.inside.forEach(({ tickLower, tickUpper, inside0X128, inside1X128 }, range) => {
            const before = first.inside[range]
            const grown = feeGrowthInside(index, tickLower, tickUpper, row)
            const inside0 = wrap(inside0X128 - (before?.inside0X128 ?? 0n))
            const inside1 = wrap(inside1X128 - (before?.inside1X128 ?? 0n))
            if (grown.growth0X128 !== inside0 || grown.growth1X128 !== inside1)
              wrong.push({ seed, row, tickLower, tickUpper })
            if (inside0 + inside1 > 0n) rangesWithFees++
          })
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40, seed: spec.fee },
    )
    expect(rangesWithFees).toBeGreaterThan(1000)
  })
})

function wrap(growth: bigint): bigint {
  return BigInt.asUintN(256, growth)
}
