import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDecimal, formatTokenAmount, parseTokenAmount } from './amounts.ts'

const tokenOf = (decimals: number) => ({ address: '0x00', symbol: 'T', decimals }) as const

it('reads back every amount that it writes, for every number of decimals', () => {
  const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 36 }), (value, decimals) => {
      expect(parseTokenAmount(formatDecimal(value, decimals), tokenOf(decimals))).toBe(value)
      expect(parseTokenAmount(`${value}wei`, tokenOf(decimals))).toBe(value)
    }),
  )
})

it('refuses digits that the token has not, and says what the smallest amount is', () => {
  expect(parseTokenAmount('0.1000000', tokenOf(6))).toBe(100_000n)
  expect(() => parseTokenAmount('0.1234567', tokenOf(6))).toThrowError(
    expect.objectContaining({
      code: 'E_AMOUNT_DECIMALS',
      hint: expect.stringContaining('0.000001 T'),
    }),
  )
})

it.each(['-1', '1e6', '', '.5', '1.', 'abc', '0x10', '1 000'])('does not take %j', (text) => {
  expect(() => parseTokenAmount(text, tokenOf(6))).toThrowError(
    expect.objectContaining({ code: 'E_AMOUNT' }),
  )
})

it('writes every digit', () => {
  expect(formatTokenAmount(1_234_567_890_000n, tokenOf(6))).toBe('1,234,567.89 T')
  expect(formatDecimal(-1n, 18)).toBe('-0.000000000000000001')
  expect(formatDecimal(5n, 0)).toBe('5')
})
