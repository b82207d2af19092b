import { keepExtremes, type Point } from '../svg/downsample.ts'
import { element, joined, type Markup } from '../svg/element.ts'
import { chartSvg, textWidth, timeFrame, type ChartSize, type TimeFrame } from '../svg/frame.ts'
import { polyline } from '../svg/path.ts'
import { spreadApart } from '../svg/spread.ts'
import type { Chart } from './chart.ts'

/** A line over time: `x` in Unix seconds. */
export interface Series {
  readonly name: string
  readonly points: readonly Point[]
}

/** What {@link lineChart} draws. */
export interface LineChartSpec {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly unit: string
  readonly suffix?: string
  readonly series: readonly Series[]
  /** A value to compare with, drawn as a line across. */
  readonly baseline?: number
}

/**
 * Up to five lines over time. They differ in dashes as well as in colour, and where there is room each has
 * its name at its end.
 *
 * @example
 * lineChart({ id: 'equity', title: 'Equity', summary: '…', unit: 'USDC', series }).draw(chartSizes.wide)
 */
export function lineChart(spec: LineChartSpec): Chart {
  return {
    id: spec.id,
    title: spec.title,
    summary: spec.summary,
    legend: spec.series.map(({ name }, i) => ({ name, style: `s s${i}`, shape: 'line' })),
    draw: (size) => draw(spec, size),
  }
}

function draw({ series, title, summary, baseline, unit, suffix }: LineChartSpec, size: ChartSize) {
  const all = series.flatMap(({ points }) => points)
  const values = [...all.map(({ y }) => y), ...(baseline === undefined ? [] : [baseline])]
  const labelled = size.name === 'wide' && series.length > 1
  const frame = timeFrame(size, {
    from: least(all.map(({ x }) => x)),
    to: greatest(all.map(({ x }) => x)),
    low: least(values),
    high: greatest(values),
    unit,
    ...(suffix === undefined ? {} : { suffix }),
    room: labelled ? Math.max(...series.map(({ name }) => textWidth(name))) + 14 : 0,
  })
  const base =
    baseline === undefined
      ? undefined
      : element('line', {
          class: 'zero',
          x1: frame.left,
          x2: frame.right,
          y1: frame.y(baseline),
          y2: frame.y(baseline),
        })
  // The first series is the one that matters: it is drawn last, on top.
  const lines = series
    .map(({ points }, i) => element('path', { class: `s s${i}`, d: linePath(points, frame) }))
    .reverse()
  const labels = labelled ? endLabels(series, frame) : undefined
  return chartSvg(size, title, summary, frame.axes, base, lines, labels)
}

/** A line in pixels with no more points than the plot can show. */
export function linePath(points: readonly Point[], frame: TimeFrame): string {
  const shown = keepExtremes(points, Math.round(frame.right - frame.left))
  return polyline(shown.map(({ x, y }) => ({ x: frame.x(x), y: frame.y(y) })))
}

function endLabels(series: readonly Series[], frame: TimeFrame): Markup {
  const ends = series.map(({ points }) => frame.y(points.at(-1)?.y ?? frame.low))
  const places = spreadApart(ends, 15, frame.top, frame.bottom)
  return joined(
    series.map(({ name }, i) =>
      element(
        'text',
        { class: `l${i}${i === 0 ? ' strong' : ''}`, x: frame.right + 7, y: (places[i] ?? 0) + 4 },
        name,
      ),
    ),
  )
}

/** The least of many values; 0 of none. */
export function least(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => (b < a ? b : a))
}

/** The greatest of many values; 0 of none. */
export function greatest(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => (b > a ? b : a))
}
