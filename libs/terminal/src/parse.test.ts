import { UserError } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { parseAmount, parseInteger, parseTickRange, parseTime } from './parse.ts'
import { collectPairs } from './program.ts'

describe('parseTime', () => {
  it('takes dates, times and unix seconds, all UTC', () => {
    const noon = 1_751_371_200
    expect(parseTime('2025-07-01', '--from')).toBe(noon - 43_200)
    expect(parseTime('2025-07-01T12:00', '--from')).toBe(noon)
    expect(parseTime('2025-07-01 12:00', '--from')).toBe(noon)
    expect(parseTime('2025-07-01T14:00+02:00', '--from')).toBe(noon)
    expect(parseTime(String(noon), '--from')).toBe(noon)
  })

  it('refuses anything else, naming the option', () => {
    expect(() => parseTime('yesterday', '--from')).toThrow(/--from yesterday/)
  })
})

describe('parseAmount', () => {
  it('takes human units and base units', () => {
    expect(parseAmount('1,000.5', 6, '--capital1')).toBe(1_000_500_000n)
    expect(parseAmount('12wei', 6, '--capital1')).toBe(12n)
  })

  it('refuses more decimals than the token has, signs and exponents', () => {
    for (const text of ['1.1234567', '-1', '1e6', '', '.5', 'abc']) {
      expect(() => parseAmount(text, 6, '--capital1'), text).toThrow(UserError)
    }
  })
})

describe('small parsers', () => {
  it('read ranges with negative ticks', () => {
    expect(parseTickRange('-198000:-196000')).toEqual({ tickLower: -198_000, tickUpper: -196_000 })
    expect(() => parseTickRange('10')).toThrow(UserError)
  })

  it('read whole numbers only', () => {
    expect(parseInteger('-12', '--x')).toBe(-12)
    for (const text of ['1.5', '9007199254740993', 'x']) {
      expect(() => parseInteger(text, '--x'), text).toThrow(UserError)
    }
  })

  it('collect name=value pairs, values may hold an equals sign', () => {
    expect(collectPairs('b=c=d', { a: '1' })).toEqual({ a: '1', b: 'c=d' })
    expect(() => collectPairs('novalue')).toThrow(UserError)
  })
})
