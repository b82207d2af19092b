import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactPowerDown, powerOfTwo, PRECISION } from '../testing/precise-powers.ts'
import { log2X16Down } from './log2.ts'

/** The least whole number whose logarithm is at least this. */
const thresholdOf = (logX16: number): bigint =>
  exactPowerDown(logX16) + (logX16 % 65536 === 0 ? 0n : 1n)

function expectFloor(logX16: number, value: bigint): void {
  expect(thresholdOf(logX16)).toBeLessThanOrEqual(value)
  expect(thresholdOf(logX16 + 1)).toBeGreaterThan(value)
}

describe('log2 with 16 fractional bits', () => {
  it.each([
    [1, 0],
    [2, 65536],
    [3, 103872], // 1.584962500721156
    [10, 217705], // 3.321928094887362
    [1000, 653117], // 9.965784284662087
    [Number.MAX_SAFE_INTEGER, 53 * 65536 - 1],
  ])('of %i is %i', (value, logX16) => {
    expect(log2X16Down(value)).toBe(logX16)
    expect(log2X16Down(BigInt(value))).toBe(logX16)
  })

  it('is exact at powers of two and just below them, over all 256 bits', () => {
    for (let exponent = 1; exponent < 256; exponent++) {
      const power = 1n << BigInt(exponent)
      expect(log2X16Down(power)).toBe(exponent * 65536)
      if (exponent <= 108) expectFloor(log2X16Down(power - 1n), power - 1n)
      else expect(log2X16Down(power - 1n)).toBe(exponent * 65536 - 1)
    }
  })

  it('is the floor below 2^108, next to thresholds too', () => {
    const values = fc.oneof(
      fc.bigInt({ min: 1n, max: 1n << 20n }),
      fc.bigInt({ min: 1n, max: 1n << 53n }),
      fc
        .tuple(fc.integer({ min: 65536, max: 108 * 65536 - 1 }), fc.constantFrom(-1n, 0n, 1n))
        .map(([logX16, offset]) => thresholdOf(logX16) + offset),
    )
    fc.assert(
      fc.property(values, (value) => expectFloor(log2X16Down(value), value)),
      { numRuns: 3000 },
    )
  })

  it('has no threshold below 2^108 that comes as near to a whole number as the cuts reach', () => {
    // The nearest of a fraction is at the greatest exponent: ceilings at lower ones are multiples.
    const mask = (1n << PRECISION) - 1n
    for (let fraction = 1; fraction < 65536; fraction++) {
      const scaled = powerOfTwo(fraction) << 107n
      const toCeiling = (1n << PRECISION) - (scaled & mask)
      expect(toCeiling << 124n > scaled).toBe(true)
    }
  })

  it('is at most one too small beyond', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n << 108n, max: (1n << 256n) - 1n }), (value) => {
        const logX16 = log2X16Down(value)
        expect(exactPowerDown(logX16)).toBeLessThanOrEqual(value)
        expect(exactPowerDown(logX16 + 2)).toBeGreaterThanOrEqual(value)
      }),
    )
  })

  it('is the same from a number as from a bigint', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 52 }), (wide, shift) => {
        const value = Math.floor(wide / 2 ** shift) + 1
        if (!Number.isSafeInteger(value)) return
        expect(log2X16Down(value)).toBe(log2X16Down(BigInt(value)))
      }),
      { numRuns: 3000 },
    )
  })

  it.each([0, -1, 0.5, NaN, 2 ** 53, 0n, -1n, 1n << 256n])('refuses %s', (value) => {
    expect(() => log2X16Down(value)).toThrow(expect.objectContaining({ code: 'E_LOG2_DOMAIN' }))
  })
})
