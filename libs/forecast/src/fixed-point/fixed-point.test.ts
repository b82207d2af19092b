import { InvariantError } from '@tickwise/amm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp2X32Down } from './exp2.ts'
import { log2X16Down } from './log2.ts'

const uint256 = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n })
const anyWidth = fc
  .tuple(uint256, fc.integer({ min: 0, max: 255 }))
  .map(([x, shift]) => (x >> BigInt(shift) > 0n ? x >> BigInt(shift) : 1n))

describe('log2', () => {
  it('is exact at powers of two and just below them', () => {
    for (let bits = 0; bits < 256; bits++) {
      expect(log2X16Down(1n << BigInt(bits))).toBe(bits * 65_536)
      // From 17 bits on, one less is nearer to the power than the last fractional bit.
      if (bits > 17) expect(log2X16Down((1n << BigInt(bits)) - 1n)).toBe(bits * 65_536 - 1)
    }
    expect(log2X16Down(2n ** 256n - 1n)).toBe(256 * 65_536 - 1)
  })

  it('agrees with known values: log2 3 = 1.58496250…, log2 10 = 3.32192809…', () => {
    expect(log2X16Down(3n)).toBe(Math.floor(1.584962500721156 * 65_536))
    expect(log2X16Down(10n)).toBe(Math.floor(3.321928094887362 * 65_536))
  })

  it('is the largest one not above x: 2^y ≤ x^65536 < 2^(y + 1)', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 20n }), (x) => {
        const y = BigInt(log2X16Down(x))
        const power = x ** 65_536n
        expect(power >> y > 0n).toBe(true)
        expect(power >> (y + 1n)).toBe(0n)
      }),
      { numRuns: 20 },
    )
  })

  it('refuses what has no logarithm', () => {
    expect(() => log2X16Down(0n)).toThrow(InvariantError)
    expect(() => log2X16Down(-1n)).toThrow(InvariantError)
  })
})

describe('exp2', () => {
  it('is exact at whole powers, and 0 where 32 bits are not enough', () => {
    for (let bits = -32; bits < 256; bits++) {
      expect(exp2X32Down(bits * 65_536)).toBe(1n << BigInt(bits + 32))
    }
    expect(exp2X32Down(-33 * 65_536)).toBe(0n)
    expect(exp2X32Down(-(2 ** 31))).toBe(0n)
  })

  it('agrees with known values: √2 = 1.41421356…, 2^(1/65536) = 1.0000105767…', () => {
    expect(exp2X32Down(32_768)).toBe(BigInt(Math.floor(Math.SQRT2 * 2 ** 32)))
    expect(exp2X32Down(1)).toBe(BigInt(Math.floor(1.000010576644068 * 2 ** 32)))
  })

  it('undoes log2 to the last fractional bit', () => {
    fc.assert(
      fc.property(anyWidth, (x) => {
        const log = log2X16Down(x)
        expect(exp2X32Down(log)).toBeLessThanOrEqual(x << 32n)
        expect(exp2X32Down(log + 1)).toBeGreaterThan((x << 32n) - (x >> 16n) - 1n)
      }),
    )
  })

  it('never falls', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 21), max: 2 ** 24 }), (power) => {
        expect(exp2X32Down(power + 1)).toBeGreaterThanOrEqual(exp2X32Down(power))
      }),
    )
  })
})
