import { describe, expect, it } from 'vitest'
import { cutText, fitText, visibleLength, wrapText } from './cut.ts'
import { editText, inserted, shownText, textAtEnd } from './edit-text.ts'
import { splitWords } from './split-words.ts'
import { toAscii } from './to-ascii.ts'
import { visibleOutput } from './visible-output.ts'

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`

describe('texts of a width', () => {
  it('are cut with a sign, their colours ended', () => {
    expect(cutText('a long name', 6)).toBe('a lon…')
    expect(cutText('fits', 4)).toBe('fits')
    expect(cutText(red('a long name'), 6)).toBe('\u001b[31ma lon…\u001b[0m')
    expect(visibleLength(cutText(red('a long name'), 6))).toBe(6)
    expect(fitText('7', 3, 'right')).toBe('  7')
  })

  it('go on in the next line, words that are longer are cut', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrapText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
    expect(wrapText('', 5)).toEqual([''])
  })

  it('lose nothing but their signs in ASCII, and take the same room', () => {
    expect(toAscii('−1.5 × σ…')).toBe('-1.5 x s~')
    expect(toAscii('日')).toHaveLength(1)
  })
})

describe('a line that is typed', () => {
  it('is edited where the cursor is', () => {
    const start = { text: 'ab cd', cursor: 2 }
    expect(editText(start, 'x')).toEqual({ text: 'abx cd', cursor: 3 })
    expect(editText(start, 'backspace')).toEqual({ text: 'a cd', cursor: 1 })
    expect(editText(start, 'ctrl+k')).toEqual({ text: 'ab', cursor: 2 })
    expect(editText(textAtEnd('ab cd'), 'ctrl+w')).toEqual({ text: 'ab ', cursor: 3 })
    expect(editText(start, 'enter')).toBeUndefined()
  })

  it('takes what is pasted without its line breaks', () => {
    expect(inserted(textAtEnd('a'), 'b\nc').text).toBe('abc')
  })

  it('shows the part around its cursor', () => {
    expect(shownText(textAtEnd('0123456789'), 5, '_')).toBe('6789_')
    expect(shownText({ text: '0123456789', cursor: 0 }, 5, '_')).toBe('_0123')
  })
})

describe('what a shell would make of a line', () => {
  it('is words, quoted ones whole', () => {
    expect(splitWords('runs list --filter "sharpe > 1"')).toEqual([
      'runs',
      'list',
      '--filter',
      'sharpe > 1',
    ])
    expect(splitWords("  --out='my runs' ")).toEqual(['--out=my runs'])
    expect(splitWords('')).toEqual([])
  })
})

describe('what a command has written', () => {
  it('is shown as a terminal would: without what was drawn over, without colours', () => {
    expect(visibleOutput(`10 %\r20 %\n${red('done')}\n`, 40)).toEqual(['20 %', 'done'])
  })
})
