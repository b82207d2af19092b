import fc from 'fast-check'
import { expect, it } from 'vitest'
import { standardise } from './standardise.ts'

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const cases = fc.record({
  raw: int32,
  mean: int32,
  multiplier: fc.nat(2 ** 24 - 1),
  shift: fc.nat(40),
})

/** Far from their means nearly all values saturate: these lie within 2^bits of it. */
const near = fc
  .record({ mean: int32, bits: fc.nat(31), part: int32, multiplier: fc.nat(2 ** 24 - 1) })
  .chain(({ mean, bits, part, multiplier }) => {
    const raw = Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, mean + (part >> (31 - bits))))
    const least = Math.min(40, Math.max(0, bits + Math.ceil(Math.log2(multiplier + 1)) - 16))
    return fc.integer({ min: least, max: 40 }).map((shift) => ({ raw, mean, multiplier, shift }))
  })

it('is exact for every int32', () => {
  fc.assert(
    fc.property(fc.oneof(cases, near), ({ raw, mean, multiplier, shift }) => {
      const exact = ((BigInt(raw) - BigInt(mean)) * BigInt(multiplier)) >> BigInt(shift)
      const clamped = exact > 32_767n ? 32_767n : exact < -32_768n ? -32_768n : exact
      expect(standardise({ mean, multiplier, shift }, raw)).toBe(Number(clamped))
    }),
    { numRuns: 5000 },
  )
})
