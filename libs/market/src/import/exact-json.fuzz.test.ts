import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonFields, parseExactJson } from './exact-json.ts'

/** What JSON.parse would give: each whole number as its nearest double. */
const withDoubles = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(withDoubles)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDoubles(item)]))
}

describe('exact JSON', () => {
  it('reads what JSON.parse reads', () => {
    const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
    const values = fc.jsonValue().chain((value) => fc.tuple(fc.constant(value), numbers))
    fc.assert(
      fc.property(values, fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(withDoubles(parseExactJson(text, 'x'))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('keeps whole numbers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n }), (value) => {
        const fields = new JsonFields(parseExactJson(`{"a": [${value}]}`, 'x'), 'x')
        expect(fields.at('a').items()[0]?.integer()).toBe(value)
      }),
    )
  })

  it('refuses any cut of a record, naming the file', () => {
    const text = JSON.stringify({ block: 1, data: { ticks: [1, -2, { a: 'b"c' }], ok: true } })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => parseExactJson(text.slice(0, length), 'pool.json')).toThrow('pool.json')
      }),
    )
  })

  it('refuses a float where digits matter', () => {
    const fields = new JsonFields(parseExactJson('{"liquidity": 1.7e18}', 'pool.json'), 'pool.json')
    expect(() => fields.at('liquidity').integer()).toThrow('liquidity is no whole number')
    expect(() => fields.at('tick').number()).toThrow('tick')
  })
})
