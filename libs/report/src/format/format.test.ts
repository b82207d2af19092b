import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRaw } from '../testing/read-number.ts'
import { formatAmount, formatExactAmount, formatSignedAmount, moneyFor } from './amount.ts'
import {
  formatChange,
  formatFixed,
  formatShare,
  formatSignificant,
  formatSmallShare,
} from './number.ts'
import { formatSpan } from './time.ts'

const raw = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
const decimals = fc.integer({ min: 0, max: 24 })

describe('amounts', () => {
  it('come back from all their digits', () => {
    fc.assert(
      fc.property(raw, decimals, (amount, places) => {
        expect(readRaw(formatAmount(amount, places, places), places)).toBe(amount)
        expect(readRaw(formatExactAmount(amount, places), places)).toBe(amount)
      }),
    )
  })

  it('are off by half of their last digit at most, and have the right sign', () => {
    fc.assert(
      fc.property(raw, decimals, fc.nat(24), (amount, places, digits) => {
        const shown = Math.min(digits, places)
        const text = formatSignedAmount(amount, places, digits)
        const unit = 10n ** BigInt(places - shown)
        const error = readRaw(text, shown) * unit - amount
        expect(2n * (error < 0n ? -error : error) <= unit).toBe(true)
        if (readRaw(text, shown) === 0n) expect(text).not.toMatch(/[+−]/)
        else expect(text.startsWith(amount > 0n ? '+' : '−')).toBe(true)
      }),
    )
  })

  it.each([
    [10_000_000_000n, 6, 2],
    [9_999_999n, 6, 5],
    [1_234_567n * 10n ** 18n, 18, 2],
    [4n * 10n ** 18n, 18, 5],
    [5n * 10n ** 13n, 18, 9],
    [0n, 18, 18],
    [12n, 0, 0],
  ])('as large as %d of %d decimals are shown with %d digits', (scale, places, digits) => {
    expect(moneyFor('T', places, scale).digits).toBe(digits)
  })
})

it('numbers have signs where they are changes, and a zero has none', () => {
  expect(formatChange(0.0123)).toBe('+1.23 %')
  expect(formatChange(-0.0123)).toBe('−1.23 %')
  expect(formatChange(-0.000001)).toBe('0.00 %')
  expect(formatChange(null)).toBe('–')
  expect(formatShare(0.5, 0)).toBe('50 %')
  expect(formatFixed(-1234567.891, 1)).toBe('−1,234,567.9')
  expect(formatFixed(Number.NaN)).toBe('–')
  expect(formatSmallShare(0.0000045)).toBe('0.00045 %')
  expect(formatSignificant(2473.676396)).toBe('2,473.68')
  expect(formatSignificant(0.000404251)).toBe('0.000404251')
})

it('spans are told in their two largest units', () => {
  expect(formatSpan(1_208_760)).toBe('13 days 23 hours')
  expect(formatSpan(60)).toBe('1 minute')
  expect(formatSpan(40 * 86_400 + 7200)).toBe('40 days')
  expect(formatSpan(0)).toBe('0 seconds')
})
