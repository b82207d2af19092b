import { InvariantError } from './errors.ts'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

describe('canonicalJson', () => {
  it('gives the output printed in RFC 8785 §3.2.2', () => {
    const input: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`)
    expect(canonicalJson(input)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it('sorts keys as RFC 8785 §3.2.3 prints them, by UTF-16 code unit', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))
    expect(Object.keys(JSON.parse(text) as object).filter((key) => key !== '1')).toEqual([
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ])
    expect(text.indexOf('"1"')).toBeGreaterThan(text.indexOf('"\\r"'))
    expect(text.indexOf('"1"')).toBeLessThan(text.indexOf('"\u0080"'))
  })

  it('writes bigint exactly, minus zero as zero, and leaves undefined members out', () => {
    expect(canonicalJson({ a: 2n ** 256n - 1n, b: -0, c: undefined })).toBe(
      `{"a":"${2n ** 256n - 1n}","b":0}`,
    )
  })

  it.each([
    ['NaN', { x: NaN }, '$.x'],
    ['infinity', [1, -Infinity], '$[1]'],
    ['undefined in an array', [undefined], '$[0]'],
    // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
    ['a hole in an array', [, 1], '$[0]'],
    ['a function', { f: () => 0 }, '$.f'],
    ['a Map', { deep: { m: new Map() } }, '$.deep.m'],
    ['a lone surrogate', '\ud800', '$'],
  ])('refuses %s and says where', (_, value, path) => {
    const attempt = (): string => canonicalJson(value)
    expect(attempt).toThrow(InvariantError)
    expect(attempt).toThrow(expect.objectContaining({ code: 'E_CANONICAL_JSON', facts: { path } }))
  })
})
