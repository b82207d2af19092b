import { element, joined } from '../svg/element.ts'
import { chartSvg, timeFrame } from '../svg/frame.ts'
import type { Chart } from './chart.ts'
import { greatest, least } from './line-chart.ts'

/** What came in and what was lost over one period; `gained` ≥ 0 is drawn upwards, `lost` ≤ 0 downwards. */
export interface FlowPeriod {
  readonly from: number
  readonly to: number
  readonly gained: number
  readonly lost: number
  /** Shown when pointed at. */
  readonly note: string
}

/** What {@link flowChart} draws. */
export interface FlowChartSpec {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly unit: string
  readonly names: { readonly gained: string; readonly lost: string; readonly net: string }
  readonly periods: readonly FlowPeriod[]
}

/** Bars up and down per period, and a short line where they net out. */
export function flowChart(spec: FlowChartSpec): Chart {
  const { id, title, summary, names, periods } = spec
  return {
    id,
    title,
    summary,
    legend: [
      { name: names.gained, style: 'gain', shape: 'box' },
      { name: names.lost, style: 'loss', shape: 'box' },
      { name: names.net, style: 'net', shape: 'line' },
    ],
    draw: (size) => {
      const values = periods.flatMap(({ gained, lost }) => [gained, lost])
      const frame = timeFrame(size, {
        from: periods[0]?.from ?? 0,
        to: periods.at(-1)?.to ?? 1,
        low: Math.min(0, least(values)),
        high: Math.max(0, greatest(values)),
        unit: spec.unit,
      })
      const zero = frame.y(0)
      const bars = periods.map(({ from, to, gained, lost, note }) => {
        const room = frame.x(to) - frame.x(from)
        const inset = Math.min(3, room * 0.12)
        const place = { x: frame.x(from) + inset, width: Math.max(0.5, room - 2 * inset) }
        const net = frame.y(gained + lost)
        const bar = (style: string, value: number) =>
          value !== 0 &&
          element('rect', {
            class: style,
            ...place,
            y: Math.min(zero, frame.y(value)),
            height: Math.abs(frame.y(value) - zero),
          })
        return element(
          'g',
          {},
          element('title', {}, note),
          bar('gain', gained),
          bar('loss', lost),
          element('line', {
            class: 'net',
            x1: place.x,
            x2: place.x + place.width,
            y1: net,
            y2: net,
          }),
        )
      })
      const axis = element('line', {
        class: 'zero',
        x1: frame.left,
        x2: frame.right,
        y1: zero,
        y2: zero,
      })
      return chartSvg(size, title, summary, frame.axes, joined(bars), axis)
    },
  }
}
