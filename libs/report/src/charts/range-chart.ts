import { keepExtremes, type Point } from '../svg/downsample.ts'
import { element, joined, type Markup } from '../svg/element.ts'
import { chartSvg, timeFrame, type ChartSize, type TimeFrame } from '../svg/frame.ts'
import { polyline } from '../svg/path.ts'
import type { Chart } from './chart.ts'
import { greatest, least } from './line-chart.ts'

/** A position's range while it stood: prices, Unix seconds. */
export interface RangeSpan {
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
}

/** An action at a time and price. */
export interface ActionMark {
  readonly timestamp: number
  readonly price: number
  readonly failed: boolean
  /** Shown when pointed at. */
  readonly note: string
}

/** What {@link rangeChart} draws. */
export interface RangeChartSpec {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** `USDC per WETH`. */
  readonly unit: string
  readonly price: readonly Point[]
  readonly spans: readonly RangeSpan[]
  readonly marks: readonly ActionMark[]
}

/** A range is shown whole as far as this many heights of the price's own movement. */
const REACH = 1

/** Ranges as bands over the price, with every rebalance marked. What lies far outside is cut at the edge. */
export function rangeChart(spec: RangeChartSpec): Chart {
  const failed = spec.marks.some((mark) => mark.failed)
  const entries = [
    { name: 'price', style: 'price', shape: 'line' },
    { name: 'range with liquidity', style: 'band', shape: 'box' },
    { name: 'rebalance', style: 'flag', shape: 'mark' },
    ...(failed ? [{ name: 'failed rebalance', style: 'fail', shape: 'mark' } as const] : []),
  ] as const
  return {
    id: spec.id,
    title: spec.title,
    summary: spec.summary,
    legend: entries,
    draw: (size) => draw(spec, size),
  }
}

function draw({ price, spans, marks, title, summary, unit }: RangeChartSpec, size: ChartSize) {
  const prices = price.map(({ y }) => y)
  const floor = least(prices)
  const ceiling = greatest(prices)
  const reach = (ceiling - floor || ceiling * 0.01) * REACH
  const lows = spans.map(({ low }) => Math.max(low, floor - reach, 0))
  const highs = spans.map(({ high }) => Math.min(high, ceiling + reach))
  const frame = timeFrame(size, {
    from: price[0]?.x ?? 0,
    to: price.at(-1)?.x ?? 1,
    low: least([floor, ...lows]),
    high: greatest([ceiling, ...highs]),
    unit,
  })
  const columns = Math.round(frame.right - frame.left)
  const line = keepExtremes(price, columns).map(({ x, y }) => ({ x: frame.x(x), y: frame.y(y) }))
  return chartSvg(
    size,
    title,
    summary,
    mergedSpans(spans, columns).map((span) => band(span, frame)),
    frame.axes,
    element('path', { class: 'price', d: polyline(line) }),
    drawMarks(marks, frame),
  )
}

/**
 * Spans that are narrower than a column become one per column, as low and as high as any of them; wider
 * ones stay as they are.
 */
export function mergedSpans(spans: readonly RangeSpan[], columns: number): readonly RangeSpan[] {
  if (spans.length <= columns) return spans
  const from = least(spans.map((span) => span.from))
  const width = (greatest(spans.map((span) => span.to)) - from) / columns || 1
  const merged = new Map<number, RangeSpan>()
  const whole: RangeSpan[] = []
  for (const span of spans) {
    if (span.to - span.from > width) {
      whole.push(span)
      continue
    }
    const column = Math.floor((span.from - from) / width)
    const other = merged.get(column) ?? span
    merged.set(column, {
      from: Math.min(other.from, span.from),
      to: Math.max(other.to, span.to),
      low: Math.min(other.low, span.low),
      high: Math.max(other.high, span.high),
    })
  }
  return [...whole, ...merged.values()]
}

function band({ from, to, low, high }: RangeSpan, frame: TimeFrame): Markup {
  const top = frame.y(Math.min(high, frame.high))
  const bottom = frame.y(Math.max(low, frame.low))
  const left = frame.x(from)
  return element('rect', {
    class: 'band',
    x: left,
    y: top,
    width: Math.max(1, frame.x(to) - left),
    height: Math.max(1, bottom - top),
  })
}

/** One mark per two columns at most; those that fall together say how many they are. */
function drawMarks(marks: readonly ActionMark[], frame: TimeFrame): Markup {
  const columns = new Map<number, ActionMark[]>()
  for (const mark of marks) {
    const column = Math.round(frame.x(mark.timestamp) / 2)
    columns.set(column, [...(columns.get(column) ?? []), mark])
  }
  const lined = columns.size <= 40
  return joined([...columns.values()].map((together) => drawMark(together, frame, lined)))
}

function drawMark(together: readonly ActionMark[], frame: TimeFrame, lined: boolean): Markup {
  const first = together[0] as ActionMark
  const x = frame.x(first.timestamp)
  const y = frame.y(first.price)
  const shape = together.some(({ failed }) => failed)
    ? element('path', {
        class: 'fail',
        d: polyline([
          { x: x - 4, y: y - 4 },
          { x: x + 4, y: y + 4 },
        ]).concat(
          polyline([
            { x: x - 4, y: y + 4 },
            { x: x + 4, y: y - 4 },
          ]),
        ),
      })
    : element('path', {
        class: 'flag',
        d: `${polyline([
          { x, y: y - 5 },
          { x: x + 5, y },
          { x, y: y + 5 },
          { x: x - 5, y },
        ])}Z`,
      })
  const rest = together.length - 1
  const note = `${first.note}${rest === 0 ? '' : `, and ${rest} more`}`
  return element(
    'g',
    {},
    element('title', {}, note),
    lined && element('line', { class: 'mark', x1: x, x2: x, y1: frame.top, y2: frame.bottom }),
    shape,
  )
}
