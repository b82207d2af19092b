import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barChart, lineChart, minMaxBuckets, sparkline } from './chart.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })

describe('minMaxBuckets', () => {
  it('loses no extreme, whatever the width', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 80 }),
        (values, width) => {
          const buckets = minMaxBuckets(values, width)
          expect(Math.min(...buckets.map((bucket) => bucket.low))).toBe(Math.min(...values))
          expect(Math.max(...buckets.map((bucket) => bucket.high))).toBe(Math.max(...values))
          expect(buckets.length).toBe(Math.min(width, values.length))
        },
      ),
    )
  })
})

describe('lineChart', () => {
  it('draws a rising line from the bottom left to the top right, with its axis', () => {
    const chart = lineChart([0, 1, 2, 3], { width: 2, height: 1, label: String })
    expect(chart).toBe('3 ┤⡠⠊')
  })

  it('keeps every line within margin and width', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 500 }), (values) => {
        const lines = lineChart(values, { width: 30, height: 5, label: () => 'x' }).split('\n')
        expect(lines.length).toBe(5)
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(33)
      }),
    )
  })

  it('says when there is nothing to draw', () => {
    expect(lineChart([], { width: 5, height: 2, label: String })).toBe('(no data)')
  })
})

describe('bars and sparklines', () => {
  it('scale to the longest', () => {
    expect(
      barChart(
        [
          { label: 'a', value: 4 },
          { label: 'bb', value: 2 },
        ],
        4,
      ),
    ).toBe(' a │████\nbb │██')
    expect(sparkline([0, 7], 2)).toBe('▁█')
  })
})
