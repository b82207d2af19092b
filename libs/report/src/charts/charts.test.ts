import { describe, expect, it } from 'vitest'
import { chartSizes } from '../svg/frame.ts'
import { standaloneSvg } from '../svg/standalone.ts'
import { elementsOf, readMarkup, textOf, type ReadElement } from '../testing/read-markup.ts'
import { drawdownChart } from './area-chart.ts'
import { flowChart } from './flow-chart.ts'
import { lineChart } from './line-chart.ts'
import { mergedSpans, rangeChart } from './range-chart.ts'
import { waterfallChart } from './waterfall-chart.ts'

const sizes = [chartSizes.wide, chartSizes.narrow]
const byClass = (root: ReadElement, name: string): readonly ReadElement[] =>
  elementsOf(root, ({ attributes }) => (attributes['class'] ?? '').split(' ').includes(name))
const heights = (path: ReadElement): readonly number[] =>
  [...(path.attributes['d'] ?? '').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, , y]) =>
    Number(y),
  )
const attribute = (found: ReadElement, name: string): number => Number(found.attributes[name])

describe('a line chart', () => {
  const points = Array.from({ length: 50_000 }, (_, i) => ({
    x: 1_704_067_200 + 3600 * i,
    y: i === 20_001 ? 40 : 100 + (i % 7),
  }))
  const chart = lineChart({
    id: 'x',
    title: 'X',
    summary: 'words',
    unit: 'U',
    series: [
      { name: 'a', points },
      { name: 'b', points: points.slice(0, 10) },
    ],
  })

  it.each(sizes)('keeps a fall of one point in view and stays small (%j)', (size) => {
    const { text } = chart.draw(size)
    expect(text.length).toBeLessThan(60_000)
    const [line] = byClass(readMarkup(text), 's0')
    const ys = heights(line!)
    expect(Math.max(...ys)).toBeGreaterThan(size.height - 60)
    expect(ys.filter((y) => y > size.height - 60)).toHaveLength(1)
  })

  it('names its lines and says in words what it shows', () => {
    const root = readMarkup(chart.draw(chartSizes.wide).text)
    expect(elementsOf(root, ({ name }) => name === 'text').map(textOf)).toEqual(
      expect.arrayContaining(['a', 'b', 'U']),
    )
    const [svg] = elementsOf(root, ({ name }) => name === 'svg')
    expect(svg?.attributes).toMatchObject({ role: 'img', 'aria-label': 'X. words' })
  })
})

describe('a waterfall', () => {
  const values = [30, -50, 5, 0, -1]
  const chart = waterfallChart({
    id: 'w',
    title: 'W',
    summary: '',
    terms: values.map((value, i) => ({ name: `t${i}`, value, label: String(value) })),
    total: { name: 'sum', value: -16, label: '−16' },
  })

  it.each(sizes)('leads from zero to the sum, each bar from where the last ended (%j)', (size) => {
    const root = readMarkup(chart.draw(size).text)
    const bars = elementsOf(root, ({ name }) => name === 'rect')
    const zero = attribute(byClass(root, 'zero')[0]!, 'x1')
    const scale = attribute(bars[0]!, 'width') / 30
    expect(bars).toHaveLength(5)
    let reached = 0
    const drawn = values.filter((value) => value !== 0)
    drawn.forEach((value, i) => {
      const next = reached + value
      expect(attribute(bars[i]!, 'x')).toBeCloseTo(zero + Math.min(reached, next) * scale, 0)
      expect(attribute(bars[i]!, 'width')).toBeCloseTo(Math.max(1, Math.abs(value) * scale), 0)
      expect(bars[i]!.attributes['class']).toBe(value < 0 ? 'loss' : 'gain')
      reached = next
    })
    expect(reached).toBe(-16)
    expect(attribute(bars[4]!, 'x')).toBeCloseTo(zero - 16 * scale, 0)
    expect(attribute(bars[4]!, 'width')).toBeCloseTo(16 * scale, 0)
  })
})

describe('a range chart', () => {
  const price = [100, 110, 95, 105].map((y, i) => ({ x: i * 3600, y }))

  it('cuts a range without limits at the edges and marks failures as such', () => {
    const chart = rangeChart({
      id: 'r',
      title: 'R',
      summary: '',
      unit: 'U',
      price,
      spans: [
        { from: 0, to: 3600, low: 0, high: Number.MAX_VALUE },
        { from: 3600, to: 10_800, low: 90, high: 112 },
      ],
      marks: [
        { timestamp: 3600, price: 110, failed: true, note: 'no' },
        { timestamp: 7200, price: 95, failed: false, note: 'yes' },
      ],
    })
    const root = readMarkup(chart.draw(chartSizes.wide).text)
    for (const band of byClass(root, 'band')) {
      expect(attribute(band, 'y')).toBeGreaterThanOrEqual(24 - 0.01)
      expect(attribute(band, 'y') + attribute(band, 'height')).toBeLessThanOrEqual(274.01)
    }
    expect([byClass(root, 'fail').length, byClass(root, 'flag').length]).toEqual([1, 1])
    expect(chart.legend.map(({ name }) => name)).toContain('failed rebalance')
  })

  it('merges what is narrower than a column and loses no reach', () => {
    const spans = Array.from({ length: 5000 }, (_, i) => ({
      from: i,
      to: i + 1,
      low: 50 - (i === 777 ? 40 : 0),
      high: 60,
    }))
    const merged = mergedSpans(spans, 200)
    expect(merged.length).toBeLessThanOrEqual(201)
    expect(Math.min(...merged.map(({ low }) => low))).toBe(10)
    expect([merged[0]?.from, Math.max(...merged.map(({ to }) => to))]).toEqual([0, 5000])
  })
})

it('every chart draws nothing that is not a number, also of a single point', () => {
  const charts = [
    lineChart({
      id: 'l',
      title: 'L',
      summary: '',
      unit: 'U',
      series: [{ name: 'a', points: [{ x: 5, y: 0 }] }],
    }),
    drawdownChart({
      id: 'd',
      title: 'D',
      summary: '',
      series: { name: 'a', points: [{ x: 5, y: 0 }] },
    }),
    rangeChart({
      id: 'r',
      title: 'R',
      summary: '',
      unit: 'U',
      price: [{ x: 5, y: 3 }],
      spans: [],
      marks: [],
    }),
    flowChart({
      id: 'f',
      title: 'F',
      summary: '',
      unit: 'U',
      names: { gained: 'g', lost: 'l', net: 'n' },
      periods: [{ from: 0, to: 5, gained: 0, lost: 0, note: '' }],
    }),
    waterfallChart({
      id: 'w',
      title: 'W',
      summary: '',
      terms: [{ name: 't', value: 0, label: '0' }],
      total: { name: 's', value: 0, label: '0' },
    }),
  ]
  for (const chart of charts) {
    for (const size of sizes) {
      const { text } = chart.draw(size)
      expect(text).not.toMatch(/NaN|Infinity|undefined/)
      readMarkup(text)
    }
    const file = standaloneSvg(chart)
    expect(file).toContain('prefers-color-scheme:dark')
    readMarkup(file)
  }
})
