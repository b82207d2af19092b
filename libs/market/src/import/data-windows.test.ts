import { describe, expect, it } from 'vitest'
import { chooseWindow, splitWindows } from './data-windows.ts'

const hour = 3600
const file = (name: string, from: number, to: number, quiet = 60) => ({
  file: `swaps/${name}.parquet`,
  from: from * hour,
  to: to * hour,
  quiet,
})

const files = [file('d1', 0, 23), file('d2', 23.1, 47), file('d5', 96, 120), file('d6', 120, 130)]

describe('stretches of data', () => {
  it('end where more than an hour is missing', () => {
    const windows = splitWindows([...files].reverse())
    expect(windows.map(({ name, from, to }) => [name, from / hour, to / hour])).toEqual([
      ['d1..d2', 0, 47],
      ['d5..d6', 96, 130],
    ])
  })

  it('go on over quiet times as long as the pool has inside files', () => {
    const quiet = files.map((one) => ({ ...one, quiet: 13 * hour }))
    expect(splitWindows(quiet).length).toBe(1)
  })

  it('must be chosen when there are several', () => {
    const windows = splitWindows(files)
    expect(() => chooseWindow('x', windows, {})).toThrow(/d1\.\.d2 .* d5\.\.d6/)
    const names = (choice: Parameters<typeof chooseWindow>[2]): string[] =>
      chooseWindow('x', windows, choice).map((one) => one.file)
    expect(names({ window: 'd5..d6' })).toEqual(['swaps/d5.parquet', 'swaps/d6.parquet'])
    expect(names({ window: 'd2' })).toEqual(['swaps/d2.parquet'])
    expect(names({ from: 20 * hour, to: 22 * hour })).toEqual(['swaps/d1.parquet'])
    expect(() => names({ from: 20 * hour, to: 100 * hour })).toThrow('gaps')
    expect(() => names({ window: 'd3..d4' })).toThrow('no rows')
  })
})
