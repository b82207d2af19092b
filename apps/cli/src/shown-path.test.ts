import { describe, expect, it } from 'vitest'
import { shownPath } from './shown-path.ts'

describe('a shown path', () => {
  it.each([
    ['data/day', 'data/day'],
    ['/home/quant/data/day', 'data/day'],
    ['/home/quant', '.'],
    ['../other/day', '/home/other/day'],
    ['/tmp/day', '/tmp/day'],
  ])('%s is shown as %s', (path, shown) => {
    expect(shownPath(path, '/home/quant')).toBe(shown)
  })
})
