import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepExtremes } from './downsample.ts'
import { element, escapeText } from './element.ts'
import { darkPalette, lightPalette, type ColourName } from './palette.ts'
import { spreadApart } from './spread.ts'
import { timeTicks, valueTicks } from './ticks.ts'

describe('value ticks', () => {
  it('are round, inside, evenly apart and neither few nor many', () => {
    const edge = fc.double({ min: -1e9, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(edge, fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (low, span) => {
        const high = low + span
        fc.pre(span > Math.abs(low) * 1e-9)
        const { values, digits } = valueTicks(low, high, 5)
        expect(values.length).toBeGreaterThanOrEqual(2)
        expect(values.length).toBeLessThanOrEqual(7)
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(low - span * 1e-6)
          expect(value).toBeLessThanOrEqual(high + span * 1e-6)
          const tolerance = Math.max(Math.abs(value) * 1e-9, 1e-12)
          expect(Math.abs(Number(value.toFixed(digits)) - value)).toBeLessThanOrEqual(tolerance)
        }
      }),
    )
  })

  it('are those a person would choose', () => {
    expect(valueTicks(9610, 10_240, 4).values).toEqual([9800, 10_000, 10_200])
    expect(valueTicks(0, 1, 4)).toEqual({ values: [0, 0.25, 0.5, 0.75, 1], digits: 2 })
  })
})

describe('time ticks', () => {
  const start = Date.UTC(2024, 0, 1) / 1000
  const labels = (seconds: number, count = 6): readonly string[] =>
    timeTicks(start, start + seconds, count).map(({ label }) => label)

  it('suit the length of what is shown', () => {
    expect(labels(6 * 3600)).toEqual([
      '1 Jan',
      '01:00',
      '02:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
    ])
    expect(labels(5 * 86_400)).toEqual(['1 Jan', '2 Jan', '3 Jan', '4 Jan', '5 Jan', '6 Jan'])
    expect(labels(365 * 86_400)).toEqual(['Jan 2024', 'Apr 2024', 'Jul 2024', 'Oct 2024'])
    expect(labels(5 * 365 * 86_400)).toEqual(['Jan 2024', 'Jan 2026', 'Jan 2028'])
  })

  it('are never more than there is room for, and one at least in a long window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3600, max: 20 * 365 * 86_400 }),
        fc.integer({ min: 2, max: 16 }),
        (seconds, count) => {
          const ticks = timeTicks(start + 12_345, start + 12_345 + seconds, count)
          expect(ticks.length).toBeLessThanOrEqual(count + 1)
        },
      ),
    )
  })
})

describe('downsampling', () => {
  it('keeps the ends and every extreme of a column, in order', () => {
    const series = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 3000,
    })
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 60 }), (values, columns) => {
        const points = values.map((y, x) => ({ x, y }))
        const kept = keepExtremes(points, columns)
        expect(kept.length).toBeLessThanOrEqual(Math.max(points.length, 0))
        if (points.length > 4 * columns) expect(kept.length).toBeLessThanOrEqual(4 * columns)
        expect(kept[0]).toBe(points[0])
        expect(kept.at(-1)).toBe(points.at(-1))
        expect(Math.min(...kept.map(({ y }) => y))).toBe(Math.min(...values))
        expect(Math.max(...kept.map(({ y }) => y))).toBe(Math.max(...values))
        expect(kept.every(({ x }, i) => i === 0 || x > (kept[i - 1] as { x: number }).x)).toBe(true)
      }),
    )
  })

  it('does not lose a fall of one point in a hundred thousand', () => {
    const points = Array.from({ length: 100_000 }, (_, x) => ({ x, y: x === 71_234 ? 0 : 100 }))
    expect(keepExtremes(points, 300)).toContainEqual({ x: 71_234, y: 0 })
  })
})

it('labels are spread apart without leaving the plot or changing places', () => {
  expect(spreadApart([10, 11, 50], 12, 0, 100)).toEqual([4.5, 16.5, 50])
  const wanted = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(wanted, (values) => {
      const places = spreadApart(values, 15, 0, 300)
      const order = values
        .map((_, i) => i)
        .sort((a, b) => (values[a] as number) - (values[b] as number))
      order.forEach((i, k) => {
        const next = order[k + 1]
        if (next === undefined) return
        expect((places[next] as number) - (places[i] as number)).toBeGreaterThanOrEqual(15 - 1e-6)
      })
      for (const place of places) expect(place >= -1e-6 && place <= 300 + 1e-6).toBe(true)
    }),
  )
})

it('text and attributes are escaped, and what no document may hold is replaced', () => {
  expect(element('p', { title: `"><script>` }, `<b>&'`).text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</p>',
  )
  expect(escapeText('a\u0000b\u001b[31m')).toBe('a\ufffdb\ufffd[31m')
  expect(element('path', { d: 'M0 0', hidden: false, x: -0.0001 }).text).toBe(
    '<path d="M0 0" x="0"/>',
  )
})

describe('colours', () => {
  /** WCAG 2.2 contrast ratio. */
  const contrast = (a: string, b: string): number => {
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
        const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
        return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * blue
    }
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (light + 0.05) / (dark + 0.05)
  }
  const meaningful: readonly ColourName[] = [
    'ink',
    'muted',
    'series0',
    'series1',
    'series2',
    'series3',
    'series4',
    'gain',
    'loss',
  ]

  it.each([['light', lightPalette] as const, ['dark', darkPalette] as const])(
    'that mean something stand out from the %s page by 4.5 : 1',
    (_, palette) => {
      expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6)
      for (const name of meaningful) {
        expect([name, contrast(palette[name], palette.paper) >= 4.5]).toEqual([name, true])
      }
      expect(contrast(palette.ink, palette.panel)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(palette.muted, palette.panel)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(palette.warn, palette.warnPaper)).toBeGreaterThanOrEqual(4.5)
    },
  )
})
