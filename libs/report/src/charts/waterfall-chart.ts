import { element, joined, type Markup } from '../svg/element.ts'
import { chartSvg, textWidth, type ChartSize } from '../svg/frame.ts'
import type { Chart } from './chart.ts'
import { greatest, least } from './line-chart.ts'

/** A term of a sum. `value` is for the length of the bar, `label` for the eye. */
export interface WaterfallTerm {
  readonly name: string
  readonly value: number
  readonly label: string
}

/** What {@link waterfallChart} draws. */
export interface WaterfallSpec {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly terms: readonly WaterfallTerm[]
  readonly total: WaterfallTerm
}

/** Terms that lead from zero to their sum, one bar below the other, each beginning where the last ended. */
export function waterfallChart(spec: WaterfallSpec): Chart {
  const { id, title, summary } = spec
  return {
    id,
    title,
    summary,
    legend: [
      { name: 'gain', style: 'gain', shape: 'box' },
      { name: 'loss', style: 'loss', shape: 'box' },
      { name: 'sum', style: 'total', shape: 'box' },
    ],
    draw: (size) => draw(spec, size),
  }
}

function draw({ terms, total, title, summary }: WaterfallSpec, size: ChartSize): Markup {
  const narrow = size.name === 'narrow'
  const pitch = narrow ? 42 : 28
  const rows = [...terms, total]
  const starts: number[] = []
  let reached = 0
  for (const { value } of terms) {
    starts.push(reached)
    reached += value
  }
  starts.push(0)
  const ends = rows.map(({ value }, i) => (starts[i] ?? 0) + value)
  const low = Math.min(0, least([...starts, ...ends]))
  const high = Math.max(0, greatest([...starts, ...ends]))
  const labels = Math.max(...rows.map(({ label }) => textWidth(label, 'strong')))
  const names = narrow ? 8 : Math.max(...rows.map(({ name }) => textWidth(name))) + 12
  const right = size.width - labels - 10
  const x = (value: number): number => names + ((value - low) / (high - low || 1)) * (right - names)
  const height = rows.length * pitch + 12
  const bars = rows.map((row, i) => {
    const start = x(starts[i] ?? 0)
    const end = x(ends[i] ?? 0)
    const top = 6 + i * pitch + (narrow ? 18 : 5)
    const isTotal = i === terms.length
    const link = i >= terms.length ? undefined : { x: end, y: top + 18, next: top + pitch }
    return joined(
      element(
        'text',
        narrow
          ? { class: isTotal ? 'strong over' : 'over', x: 2, y: top - 5 }
          : {
              class: isTotal ? 'strong over' : 'over',
              x: names - 10,
              y: top + 13,
              'text-anchor': 'end',
            },
        row.name,
      ),
      row.value !== 0 &&
        element('rect', {
          class: isTotal ? 'total' : row.value < 0 ? 'loss' : 'gain',
          x: Math.min(start, end),
          y: top,
          width: Math.max(1, Math.abs(end - start)),
          height: 18,
        }),
      link !== undefined &&
        element('line', { class: 'link', x1: link.x, x2: link.x, y1: link.y, y2: link.next }),
      element(
        'text',
        { class: 'strong over', x: Math.max(start, end) + 6, y: top + 13 },
        row.label,
      ),
    )
  })
  const zero = element('line', { class: 'zero', x1: x(0), x2: x(0), y1: 4, y2: height - 4 })
  return chartSvg({ ...size, height }, title, summary, zero, bars)
}
