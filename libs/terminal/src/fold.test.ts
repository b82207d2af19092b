import { describe, expect, it } from 'vitest'
import { foldLines } from './fold.ts'

describe('folding for a narrow terminal', () => {
  it('goes on under the last cell', () => {
    expect(foldLines('name   a long meaning', 14)).toBe('name   a long\n       meaning')
  })

  it.each([
    ['a line that fits', 'name  meaning'],
    ['a word that has nowhere to break', 'x'.repeat(60)],
    ['a table that is too wide', `name  ${'12345678  '.repeat(8)}9`],
    ['coloured text', `\u001b[1m${'word '.repeat(20)}\u001b[22m`],
  ])('leaves %s alone', (_what, line) => {
    expect(foldLines(line, 40)).toBe(line)
  })

  it('loses no word and keeps every line within the width', () => {
    const line = `source  ${'some words of several lengths, '.repeat(9)}end`
    const folded = foldLines(line, 50)
    expect(folded.split(/\s+/)).toEqual(line.split(/\s+/))
    for (const part of folded.split('\n')) expect(part.length).toBeLessThanOrEqual(50)
  })
})
