import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactPowerDown, powerOfTwo, PRECISION } from '../testing/precise-powers.ts'
import { exp2X32Down } from './exp2.ts'
import { log2X16Down } from './log2.ts'

describe('exp2 with 32 fractional bits', () => {
  it.each([
    [0, 1n << 32n],
    [65536, 2n << 32n],
    [32768, 6074000999n], // √2 · 2^32 = 6074000999.95…
    [-65536, 1n << 31n],
    [-32 * 65536, 1n],
    [-32 * 65536 - 1, 0n],
    [-(2 ** 31), 0n],
    [223 * 65536, 1n << 255n],
    [224 * 65536, (1n << 256n) - 1n],
    [2 ** 31 - 1, (1n << 256n) - 1n],
  ])('of %i is %i', (logX16, power) => {
    expect(exp2X32Down(logX16)).toBe(power)
  })

  it('is exact below 2^100', () => {
    const logs = fc.integer({ min: -33 * 65536, max: 68 * 65536 })
    fc.assert(
      fc.property(logs, (logX16) => {
        expect(exp2X32Down(logX16)).toBe(exactPowerDown(logX16, 32))
      }),
      { numRuns: 3000 },
    )
  })

  it('has no result below 2^100 that comes as near to a whole number as the cuts reach', () => {
    const mask = (1n << PRECISION) - 1n
    for (let fraction = 1; fraction < 65536; fraction++) {
      const scaled = powerOfTwo(fraction) << 99n
      expect((scaled & mask) << 122n > scaled).toBe(true)
    }
  })

  // Rounding down can make a whole unit of what was cut off: of 5854066 it does.
  it('is too small by less than one part in 2^122 above, before it is rounded down', () => {
    const logs = fc.integer({ min: 68 * 65536, max: 224 * 65536 - 1 })
    fc.assert(
      fc.property(logs, (logX16) => {
        const exact = exactPowerDown(logX16, 32)
        const power = exp2X32Down(logX16)
        expect(power).toBeLessThanOrEqual(exact)
        expect(exact - power).toBeLessThanOrEqual((exact >> 122n) + 1n)
      }),
      { examples: [[5854066]] },
    )
  })

  it('is undone by log2 to one unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -15 * 65536, max: 223 * 65536 }), (logX16) => {
        const again = log2X16Down(exp2X32Down(logX16)) - 32 * 65536
        expect([logX16 - 1, logX16]).toContain(again)
      }),
    )
  })

  it.each([0.5, NaN, Infinity])('refuses %s', (logX16) => {
    expect(() => exp2X32Down(logX16)).toThrow(expect.objectContaining({ code: 'E_EXP2_DOMAIN' }))
  })
})
