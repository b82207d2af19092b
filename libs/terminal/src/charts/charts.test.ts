import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barChart } from './bar-chart.ts'
import { columnExtents, minMaxBuckets } from './columns.ts'
import { heatMap } from './heat-map.ts'
import { lineChart } from './line-chart.ts'
import { unicodeWanted } from './look.ts'
import { sparkline } from './sparkline.ts'
import { compactNumber, niceTicks, tickLabels, timeTicks } from './ticks.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
const series = fc.array(finite, { minLength: 1, maxLength: 400 })
const widths = fc.integer({ min: 20, max: 200 })
const looks = fc.record({ unicode: fc.boolean(), colour: fc.boolean() })

/** What a terminal shows of a text with escape codes. */

const visible = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '')
const pointsOf = (values: readonly number[]) => values.map((y, x) => ({ x, y }))
const linesOf = (text: string): string[] => visible(text).split('\n')

/** Rows of dots, from the top, that a chart's plot has in each column of dots. */
function dotsOf(chart: string, columns: number): Set<number>[] {
  const bit = [
    [0x01, 0x02, 0x04, 0x40],
    [0x08, 0x10, 0x20, 0x80],
  ] as const
  const rows = linesOf(chart).map((line) => line.slice(line.search(/[│┤]/) + 1))
  return Array.from({ length: columns }, (_, column) => {
    const found = new Set<number>()
    rows.forEach((row, y) => {
      const code = (row.codePointAt(column >> 1) ?? 0x20) - 0x2800
      if (code < 0) return
      for (let dot = 0; dot < 4; dot++) {
        if (code & (bit[(column & 1) as 0 | 1][dot] as number)) found.add(4 * y + dot)
      }
    })
    return found
  })
}

/** The nearest whole number, or both where one lies half-way between. */
const roundings = (value: number): number[] => [Math.round(value - 1e-9), Math.round(value + 1e-9)]

describe('lineChart', () => {
  it('shows every point of a line, so no spike and no drawdown vanishes', () => {
    fc.assert(
      fc.property(series, widths, fc.integer({ min: 1, max: 12 }), (values, width, height) => {
        const chart = lineChart([{ name: 'a', points: pointsOf(values) }], { width, height })
        const margin = (linesOf(chart)[0] as string).search(/[│┤]/)
        const columns = 2 * (Math.max(10, width) - margin - 1)
        const dots = dotsOf(chart, columns)
        const [low, high] = [Math.min(...values), Math.max(...values)]
        values.forEach((value, i) => {
          const x = values.length > 1 ? (i * (columns - 1)) / (values.length - 1) : 0
          const share = high > low ? (high - value) / (high - low) : 0.5
          const rows = roundings(share * (4 * height - 1))
          const isShown = roundings(x).some((column) => rows.some((row) => dots[column]?.has(row)))
          expect(isShown, `value ${i}`).toBe(true)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the extremes of dashed lines too', () => {
    const flat = Array.from({ length: 300 }, (_, i) => (i === 211 ? -50 : 1))
    const chart = lineChart(
      [
        { name: 'first', points: pointsOf(flat.map(() => 3)) },
        { name: 'second', points: pointsOf(flat) },
      ],
      { width: 60, height: 6 },
    )
    expect(linesOf(chart)[5]?.slice(8)).toMatch(/[^\s⠀]/)
  })

  it('fits every width in every look, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(series, { minLength: 1, maxLength: 4 }),
        widths,
        looks,
        fc.constantFrom('time' as const, 'none' as const),
        (all, width, look, xAxis) => {
          const lines = all.map((values, i) => ({
            name: `a rather long name of line ${i}`,
            points: values.map((y, x) => ({ x: 1.7e9 + 3600 * x, y })),
          }))
          const chart = lineChart(lines, { width, height: 5, look, xAxis, unit: 'USDC per WETH' })
          for (const line of linesOf(chart)) expect(line.length).toBeLessThanOrEqual(width)

          if (!look.unicode) expect(visible(chart).replaceAll('…', '')).toMatch(/^[\x00-\x7f]*$/)
          if (!look.colour) expect(chart).not.toContain('\u001b')
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has round values, a time axis, its unit, and a legend', () => {
    const points = Array.from({ length: 49 }, (_, i) => ({
      x: 1_704_067_200 + 3600 * i,
      y: 100 + i,
    }))
    const chart = lineChart(
      [
        { name: 'up', points },
        { name: 'down', points: points.map(({ x, y }) => ({ x, y: 248 - y })) },
      ],
      { width: 50, height: 5, xAxis: 'time', unit: 'USDC' },
    )
    expect(chart).toMatchInlineSnapshot(`
      "USDC
          │⠉⠓⠒  ⠤⣄⣀                            ⢀⣀⣠⠤⠤⠖⠒⠚⠉
      140 ┤          ⠙⠒⠒  ⣄⣀⣀         ⣀⣀⣠⠤⠴⠒⠒⠋⠉⠉
      120 ┤                 ⢈⣀⣀⡷⠶⠶⠒⠚⣉⣉⡁
          │        ⣀⣀⣠⠤⠤⠖⠒⠋⠉⠉         ⠉  ⠒⠲⠤  ⣀⣀
      100 ┤⣀⡤⠤⠴⠒⠒⠋⠉⠁                           ⠈⠉  ⠒⠦⠤
          └┴─────────────────────┴─────────────────────┴
           01-01               01-02               01-03
      ⠒⠒⠒⠒⠒⠒⠒ up   ⠒⠒⠒  ⠒⠒ down"
    `)
    const ascii = lineChart([{ name: 'up', points }], {
      width: 30,
      height: 3,
      xAxis: 'time',
      look: { unicode: false, colour: false },
    })
    expect(ascii).toMatchInlineSnapshot(`
      "    |                  *******
      125 +      *************
      100 +*******
          ++-----------+-----------+
           01-01     01-02     01-03"
    `)
  })

  it('tells lines apart without colours, and with them', () => {
    const flat = (y: number) => Array.from({ length: 60 }, (_, x) => ({ x, y }))
    const names = ['a', 'b', 'c', 'd']
    const lines = names.map((name, i) => ({ name, points: flat(i) }))
    const rows = linesOf(lineChart(lines, { width: 60, height: 4 })).slice(0, 4)
    expect(
      new Set(rows.map((row) => row.slice(row.search(/[│┤]/)).replaceAll('⠀', ' '))).size,
    ).toBe(4)
    const coloured = lineChart(lines, {
      width: 60,
      height: 4,
      look: { unicode: true, colour: true },
    })

    expect(new Set(coloured.match(/\u001b\[3[0-8]m/g)).size).toBe(4)
  })

  it('draws ranges behind a line, cut off where they are far from it, on an axis that is longer', () => {
    const points = Array.from({ length: 30 }, (_, i) => ({ x: i, y: 100 + i }))
    const bands = [
      {
        name: 'range',
        stretches: [
          { from: 0, to: 14, low: 95, high: 115 },
          { from: 14, to: 29, low: 0, high: 1000 },
        ],
      },
    ]
    const options = { width: 40, height: 6, bands, xSpan: [0, 59] as const }
    expect(lineChart([{ name: 'price', points }], options)).toMatchInlineSnapshot(`
      "150 ┤        ⠁ ⠄ ⠁ ⠄ ⠁
          │        ⠁ ⠄ ⠁ ⠄ ⠁
          │⣀⣀⣀⣀⣀⣀⣀⣀⣁⣀⣤⠤⠥⠖⠖⠋⠉⠁
      100 ┤⣁⣀⡤⠤⠗⠒⠞⠉⠉ ⠄ ⠁ ⠄ ⠁
          │⠓⠒⠒⠒⠓⠒⠒⠒⠃ ⠄ ⠁ ⠄ ⠁
          │        ⠁ ⠄ ⠁ ⠄ ⠁
      ⠒⠒⠒⠒⠒⠒⠒ price   ⠒⠒⠒  ⠒⠒ range"
    `)
    const look = { unicode: false, colour: false }
    expect(lineChart([{ name: 'price', points }], { ...options, look })).toMatchInlineSnapshot(`
      "150 +
          |
          |++++++++**********
      100 +*********
          |+++++++++
          |
      ** price   ++ range"
    `)
  })

  it('says when there is nothing to draw, and draws a single point', () => {
    expect(lineChart([{ name: 'a', points: [{ x: 0, y: NaN }] }], { width: 40, height: 2 })).toBe(
      '(no data)',
    )
    expect(lineChart([{ name: 'a', points: [{ x: 5, y: 7 }] }], { width: 40, height: 1 })).toMatch(
      /7 ┤/,
    )
  })
})

describe('columnExtents', () => {
  it('covers lines between points that are far apart, and nothing beyond them', () => {
    const extents = columnExtents(
      [
        { x: 2, y: 0 },
        { x: 6, y: 4 },
      ],
      0,
      9,
      10,
    )
    expect(extents.map((extent) => extent !== undefined)).toEqual(
      [0, 0, 1, 1, 1, 1, 1, 0, 0, 0].map(Boolean),
    )
    expect(extents[4]).toEqual({ low: 1.5, high: 2.5 })
  })
})

describe('minMaxBuckets and sparkline', () => {
  it('lose no extreme, whatever the width', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 80 }), (values, width) => {
        const buckets = minMaxBuckets(values, width)
        const [low, high] = [Math.min(...values), Math.max(...values)]
        expect(Math.min(...buckets.map((bucket) => bucket.low))).toBe(low)
        expect(Math.max(...buckets.map((bucket) => bucket.high))).toBe(high)
        expect(buckets.length).toBe(Math.min(width, values.length))
        const isShared = buckets.some((bucket) => bucket.low === low && bucket.high === high)
        if (isShared) return
        expect(sparkline(values, width)).toMatch(/▁.*█|█.*▁/)
        expect(sparkline(values, width, { unicode: false, colour: false })).toMatch(/_.*#|#.*_/)
      }),
    )
  })
})

describe('ticks', () => {
  it('are round, within the range, and no more than asked for', () => {
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 1, max: 12 }), (a, b, count) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const ticks = niceTicks(low, high, count)
        expect(ticks.length).toBeGreaterThan(0)
        expect(ticks.length).toBeLessThanOrEqual(count)
        const slack = (high - low) * 1e-6
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - slack)
          expect(tick).toBeLessThanOrEqual(high + slack)
        }
        expect(new Set(tickLabels(ticks)).size).toBe(ticks.length)
      }),
    )
    for (const [low, high] of [
      [0, 1e-322],
      [1e9, 1e9 + 1e-5],
      [-1e-12, 1e-15],
      [1e16, 1.0001e16],
    ] as const) {
      const ticks = niceTicks(low, high, 6)
      expect(new Set(tickLabels(ticks)).size).toBe(ticks.length)
    }
    expect(niceTicks(9500, 10_071, 4)).toEqual([9600, 9800, 10_000])
    expect(tickLabels([0.1, 0.15, 0.2])).toEqual(['0.10', '0.15', '0.20'])
    expect(compactNumber(-1_234_567)).toBe('-1.23M')
    expect(compactNumber(999)).toBe('999')
  })

  it('of time lie on whole hours and days', () => {
    const from = 1_704_067_200 + 1234
    expect(timeTicks(from, from + 3 * 86_400, 40).map(({ label }) => label)).toEqual([
      '01-02',
      '01-03',
      '01-04',
    ])
    expect(timeTicks(from, from + 7200, 60).map(({ label }) => label)).toEqual([
      '01-01 00:30',
      '01-01 01:00',
      '01-01 01:30',
      '01-01 02:00',
    ])
  })
})

describe('barChart', () => {
  it('scales to the longest in eighths, and has a zero line where there are negative values', () => {
    const bars = [
      { label: 'fees', value: 4 },
      { label: 'gas', value: -2, note: 'paid' },
      { label: 'rest', value: 0 },
      { label: 'bit', value: 0.01 },
    ]
    expect(barChart(bars, 12)).toBe('fees     │████████\n gas ████│ paid\nrest     │\n bit     │▏')
    expect(barChart(bars.slice(0, 2), 12, { unicode: false, colour: false })).toBe(
      'fees     |########\n gas ####| paid',
    )
    expect(
      barChart(
        [
          { label: 'a', value: 8 },
          { label: 'b', value: 1 },
        ],
        1,
      ),
    ).toBe('a │█\nb │▏')
  })
})

describe('heatMap', () => {
  const map = {
    columns: ['100', '200', '300'],
    rows: ['24', '48'],
    columnName: 'widthTicks',
    rowName: 'horizon',
    values: [
      [0, 0.5, 1],
      [null, 0.75, 0.25],
    ],
  }

  it('shades without colours and says what they mean', () => {
    expect(heatMap(map, { width: 40 })).toMatchInlineSnapshot(`
      "horizon widthTicks
              100 200 300
           24 ░░░░▓▓▓▓████
           48 ·   ▓▓▓▓▒▒▒▒
              0 ░▒▓█ 1"
    `)
    expect(heatMap(map, { width: 40, look: { unicode: false, colour: false } })).toMatch(
      /\.{4}\+{4}@{4}/,
    )
  })

  it('puts two rows into one where they do not fit, each with its own colour', () => {
    const tall = { ...map, rows: ['24', '48'], values: map.values }
    const text = heatMap(tall, { width: 40, height: 1, look: { unicode: true, colour: true } })
    expect(visible(text)).toContain('▀▀▀▀')
    expect(text).toContain('38;5;226')
    expect(linesOf(text)).toHaveLength(4)
  })

  it('keeps the highest value and fits, however many columns there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 300 }),
        looks,
        (width, count, look) => {
          const columns = Array.from({ length: count }, (_, i) => String(i))
          const values = [columns.map((_, i) => (i === Math.floor(count / 3) ? 7 : 1))]
          const text = heatMap({ columns, rows: ['row'], values }, { width, look })
          for (const line of linesOf(text))
            expect(line.length).toBeLessThanOrEqual(Math.max(width, 40))
          if (look.colour) expect(text.split('\n')[1]).toContain('48;5;226')
          else if (count > 1) expect(text.split('\n')[1]).toMatch(look.unicode ? /█/ : /@/)
        },
      ),
    )
  })
})

describe('unicodeWanted', () => {
  it('follows the locale and the terminal', () => {
    expect(unicodeWanted({})).toBe(true)
    expect(unicodeWanted({ LANG: 'en_GB.UTF-8' })).toBe(true)
    expect(unicodeWanted({ LANG: 'C.utf8', LC_ALL: '' })).toBe(true)
    expect(unicodeWanted({ LANG: 'en_GB.UTF-8', LC_ALL: 'C' })).toBe(false)
    expect(unicodeWanted({ TERM: 'linux', LANG: 'de_DE.UTF-8' })).toBe(false)
    expect(unicodeWanted({ TICKWISE_ASCII: '1' })).toBe(false)
  })
})
