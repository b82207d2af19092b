import { formatFixed } from '../format/number.ts'
import { element, joined, type Markup } from './element.ts'
import { timeTicks, valueTicks } from './ticks.ts'

/** How large a chart is drawn: wide for screens and paper, narrow for phones. Pixels. */
export interface ChartSize {
  readonly name: 'wide' | 'narrow'
  readonly width: number
  readonly height: number
}

/** The two sizes of every chart. */
export const chartSizes = {
  wide: { name: 'wide', width: 860, height: 300 },
  narrow: { name: 'narrow', width: 340, height: 250 },
} as const satisfies Record<string, ChartSize>

/** A linear scale: where a value lies, in pixels. */
export type Scale = (value: number) => number

/** The plot of a chart over time: scales, edges, and the axes drawn already. */
export interface TimeFrame {
  readonly x: Scale
  readonly y: Scale
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly low: number
  readonly high: number
  readonly axes: Markup
}

/** What {@link timeFrame} takes. */
export interface FrameOptions {
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
  /** Stands above the value axis: `USDC`. */
  readonly unit: string
  /** Added to every tick: ` %`. */
  readonly suffix?: string
  /** Pixels to the right of the plot, for labels of lines. */
  readonly room?: number
}

/** Pixels that characters take in the widest of the fonts that may be there. */
const WIDE = 11.6
const NARROW = 4.6
const CHARACTER = 7.7

/** Width of a text of a chart, in pixels, rather too wide than too narrow; `strong` for bold ones. */
export function textWidth(text: string, strong: 'strong' | 'plain' = 'plain'): number {
  const plain = [...text].reduce((sum, character) => sum + widthOf(character), 0)
  return strong === 'strong' ? plain * 1.12 : plain
}

function widthOf(character: string): number {
  if (/[−+%mwMWQOG@–→]/.test(character) || character > '\u2fff') return WIDE
  return /[ .,:;'|ijlI]/.test(character) ? NARROW : CHARACTER
}

/** Axes with round ticks, units and a grid, and the scales that go with them. */
export function timeFrame(size: ChartSize, options: FrameOptions): TimeFrame {
  const { from, to, unit, suffix = '', room = 0 } = options
  const [low, high] = widened(options.low, options.high)
  const top = 24
  const bottom = size.height - 26
  const ticks = valueTicks(low, high, size.name === 'wide' ? 6 : 5)
  const labels = ticks.values.map((value) => `${formatFixed(value, ticks.digits)}${suffix}`)
  const left = Math.ceil(Math.max(...labels.map((label) => textWidth(label)), 20)) + 8
  const right = size.width - Math.max(room, 12)
  const x: Scale = (value) => left + ((value - from) / (to - from || 1)) * (right - left)
  const y: Scale = (value) => bottom - ((value - low) / (high - low)) * (bottom - top)
  const rows = ticks.values.map((value, i) =>
    joined(
      element('line', { class: 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
      element('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, labels[i] ?? ''),
    ),
  )
  const columns = timeTicks(from, to, Math.max(2, Math.floor((right - left) / 54))).map(
    ({ timestamp, label }) =>
      joined(
        element('line', {
          class: 'grid',
          x1: x(timestamp),
          x2: x(timestamp),
          y1: bottom,
          y2: bottom + 5,
        }),
        element(
          'text',
          { x: within(x(timestamp), left, right, label), y: bottom + 19, 'text-anchor': 'middle' },
          label,
        ),
      ),
  )
  const captions = joined(
    element('text', { x: 2, y: 13 }, unit),
    element('text', { x: right, y: 13, 'text-anchor': 'end' }, 'time in UTC'),
  )
  return { x, y, left, right, top, bottom, low, high, axes: joined(rows, columns, captions) }
}

function widened(low: number, high: number): readonly [number, number] {
  if (high > low) {
    const margin = (high - low) * 0.04
    return [low - margin, high + margin]
  }
  const half = Math.abs(low) * 0.01 || 1
  return [low - half, low + half]
}

/** The middle of a label that stays inside the picture. */
function within(middle: number, left: number, right: number, label: string): number {
  const half = textWidth(label) / 2
  return Math.max(left - 20 + half, Math.min(right + 10 - half, middle))
}

/** The `<svg>` around a chart; `summary` says in words what it shows. */
export function chartSvg(
  size: ChartSize,
  title: string,
  summary: string,
  ...children: readonly (Markup | readonly Markup[] | undefined)[]
): Markup {
  const { width, height } = size
  return element(
    'svg',
    {
      class: `chart ${size.name}`,
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `${title}. ${summary}`,
    },
    ...children,
  )
}
