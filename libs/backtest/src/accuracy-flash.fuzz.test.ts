import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flashProofOf } from './accuracy-flash.ts'

describe('flashProofOf', () => {
  it('explains what any two payments add, at whatever liquidities', () => {
    const liquidity = fc.bigInt({ min: 10n ** 15n, max: 2n * 10n ** 19n })
    const paid = fc.bigInt({ min: 1n, max: 10n ** 7n })
    const property = fc.property(liquidity, liquidity, paid, paid, (a, b, paidA, paidB) => {
      fc.pre(a > paidA * 10n ** 5n && b > paidB * 10n ** 5n && a !== b)
      const growthX128 = (paidA << 128n) / a + (paidB << 128n) / b
      const proof = flashProofOf(growthX128, new Set([a, b]))
      const explained = proof?.at.reduce((sum, at) => sum + (at.paid << 128n) / at.liquidity, 0n)
      // Two at one liquidity lose a unit more than their sum.
      const lost = proof !== undefined && proof.payments > proof.at.length ? 1n : 0n
      expect(explained).toBe(growthX128 + lost)
    })
    fc.assert(property, { numRuns: 300 })
  })
})
