import { describe, expect, it } from 'vitest'
import { tokenOf, withTexts } from './line-tokens.ts'

const red = '\u001b[31mred\u001b[39m'

describe('lines in the place of characters', () => {
  it('stand where their characters were, and move nothing behind them', () => {
    const [a, b] = [tokenOf(red), tokenOf('right')]
    expect(withTexts(`x ${a}     ${b}`)).toBe(`x ${red}   right`)
    expect(withTexts(a)).toBe(red)
    expect(withTexts('no token')).toBe('no token')
  })

  it('are found again, also after thousands of others', () => {
    const token = tokenOf('header')
    expect(tokenOf('header')).toBe(token)
    for (let i = 0; i < 20_000; i++) expect(withTexts(tokenOf(`line ${i}`))).toBe(`line ${i}`)
    expect(withTexts(tokenOf('header'))).toBe('header')
  })
})
