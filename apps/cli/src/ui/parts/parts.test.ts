import { describe, expect, it } from 'vitest'
import { uiLook } from '../look.ts'
import { fitRows } from './chart.tsx'
import { pageLine, pageWithin } from './pages.tsx'
import { windowStart } from './selection.ts'
import { shares } from './split.tsx'
import { layOutTable, tableRow } from './table-layout.ts'

const look = uiLook({ NO_COLOR: '1', LANG: 'C.UTF-8' }, { isTTY: true })

describe('a table', () => {
  const columns = [
    { title: 'id' },
    { title: 'name', least: 4 },
    { title: 'more', leaves: 1 },
    { title: 'most', leaves: 2 },
  ]
  const row = ['1', 'a long name', 'mmmm', 'nnnn']
  const drawn = (width: number): string =>
    tableRow(columns, layOutTable(columns, [row], width), row, look)

  it('narrows what may be narrow, then leaves out what matters least', () => {
    expect(drawn(40)).toBe('1   a long name  mmmm  nnnn')
    expect(drawn(24)).toBe('1   a long …  mmmm  nnnn')
    expect(drawn(20)).toBe('1   a l…  mmmm  nnnn')
    expect(drawn(19)).toBe('1   a long n…  mmmm')
    expect(drawn(8)).toBe('1   a l…')
  })
})

describe('room', () => {
  it('is shared out without a rest', () => {
    expect(shares(10, [1, 1, 1])).toEqual([3, 4, 3])
    expect(shares(7, [4, 3])).toEqual([4, 3])
    expect(shares(0, [1, 1])).toEqual([0, 0])
  })

  it('is filled by a chart and what stands around it', () => {
    const draw = (height: number): string =>
      Array(height + 3)
        .fill('x')
        .join('\n')
    expect(fitRows(10, draw)).toHaveLength(10)
    expect(fitRows(2, draw)).toHaveLength(2)
  })
})

describe('what is selected', () => {
  it('is seen, with as much around it as there is', () => {
    expect(windowStart(100, 50, 10)).toBe(45)
    expect(windowStart(100, 99, 10)).toBe(90)
    expect(windowStart(3, 2, 10)).toBe(0)
  })
})

describe('pages', () => {
  it('are named in a line that shows the current one', () => {
    expect(pageLine(['one', 'two', 'three'], 2, 40, look)).toBe(' one   two  [three]')
    expect(pageLine(['one', 'two', 'three'], 2, 14, look)).toBe(' two  [three]')
  })

  it('go round at both ends', () => {
    expect(pageWithin(3, 3)).toBe(0)
    expect(pageWithin(-1, 3)).toBe(2)
  })
})
