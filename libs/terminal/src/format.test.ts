import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatDuration, formatPercent, formatShare, formatUnits } from './format.ts'
import { parseAmount } from './parse.ts'

describe('formatUnits', () => {
  it('groups thousands and cuts the fraction', () => {
    expect(formatUnits(1_234_567_890n, 6, 2)).toBe('1,234.56')
    expect(formatUnits(-1n, 6, 6)).toBe('-0.000001')
    expect(formatUnits(5n, 0, 2)).toBe('5')
  })

  it('with all decimals is read back as the same base units', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 128n }),
        fc.integer({ min: 1, max: 18 }),
        (value, decimals) => {
          expect(parseAmount(formatUnits(value, decimals, decimals), decimals, '--x')).toBe(value)
        },
      ),
    )
  })
})

describe('other formats', () => {
  it('says what is not defined', () => {
    expect(formatPercent(null)).toBe('–')
    expect(formatPercent(0.01234)).toBe('+1.23 %')
  })

  it('writes small shares out', () => {
    expect([0.0000045, 0.5249, 1].map(formatShare)).toEqual(['0.00045 %', '52 %', '100 %'])
  })

  it('shortens durations and sizes', () => {
    expect([0.4, 65, 7260].map(formatDuration)).toEqual(['0.4s', '1m 05s', '2h 01m'])
    expect([10, 1500, 2.5e6, 3e9].map(formatBytes)).toEqual(['10 B', '1.5 kB', '2.5 MB', '3.00 GB'])
  })
})
