const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/**
 * Reduces a series to `width` buckets, each kept as its lowest and highest value, so that no spike or
 * drawdown vanishes.
 */
export function minMaxBuckets(
  values: readonly number[],
  width: number,
): readonly { readonly low: number; readonly high: number }[] {
  const count = Math.min(width, values.length)
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * values.length) / count)
    const to = Math.max(from + 1, Math.floor(((i + 1) * values.length) / count))
    let low = Infinity
    let high = -Infinity
    for (let k = from; k < to; k++) {
      const value = values[k] as number
      if (value < low) low = value
      if (value > high) high = value
    }
    return { low, high }
  })
}

/** One line of block characters; empty for an empty series. */
export function sparkline(values: readonly number[], width = 60): string {
  const buckets = minMaxBuckets(values, width)
  const low = Math.min(...buckets.map((bucket) => bucket.low))
  const high = Math.max(...buckets.map((bucket) => bucket.high))
  const span = high - low || 1
  return buckets
    .map(({ low: l, high: h }) => {
      const level = Math.round((((l + h) / 2 - low) / span) * (blocks.length - 1))
      return blocks[level] ?? ' '
    })
    .join('')
}

/** Braille dots of one cell, by column and row from the top. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const

/** A series shorter than the plot is wide, with values in between on straight lines. */
function stretch(values: readonly number[], count: number): readonly number[] {
  if (values.length >= count) return values
  return Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? 0 : (i * (values.length - 1)) / (count - 1)
    const before = values[Math.floor(at)] as number
    const after = values[Math.ceil(at)] as number
    return before + (after - before) * (at - Math.floor(at))
  })
}

/**
 * A line chart of braille dots with a labelled value axis: `height` text rows, `width` columns of plot.
 *
 * @example
 * lineChart([1, 2, 3], { width: 20, height: 5, label: (v) => v.toFixed(1) })
 */
export function lineChart(
  values: readonly number[],
  options: {
    readonly width: number
    readonly height: number
    readonly label: (value: number) => string
  },
): string {
  if (values.length === 0) return '(no data)'
  const { width, height, label } = options
  const columns = width * 2
  const rows = height * 4
  const buckets = minMaxBuckets(stretch(values, columns), columns)
  const low = Math.min(...buckets.map((bucket) => bucket.low))
  const high = Math.max(...buckets.map((bucket) => bucket.high))
  const span = high - low || 1
  const row = (value: number): number => Math.round(((high - value) / span) * (rows - 1))
  const cells = Array.from({ length: height }, () => new Array<number>(width).fill(0))
  let previous: { readonly top: number; readonly bottom: number } | undefined
  buckets.forEach((bucket, x) => {
    const own = { top: row(bucket.high), bottom: row(bucket.low) }
    // Reaching to the neighbour's nearer end keeps steep stretches connected.
    const top = previous && previous.bottom < own.top ? previous.bottom + 1 : own.top
    const bottom = previous && previous.top > own.bottom ? previous.top - 1 : own.bottom
    for (let y = top; y <= bottom; y++) {
      const line = cells[y >> 2] as number[]
      line[x >> 1] = (line[x >> 1] as number) | dots[(x & 1) as 0 | 1][(y & 3) as 0 | 1 | 2 | 3]
    }
    previous = own
  })
  const labels = [label(high), ...new Array<string>(Math.max(0, height - 2)).fill(''), label(low)]
  const margin = Math.max(...labels.map((text) => text.length))
  return cells
    .map((line, i) => {
      const plot = line.map((bits) => String.fromCharCode(0x2800 + bits)).join('')
      return `${(labels[i] ?? '').padStart(margin)} ┤${plot}`.trimEnd()
    })
    .join('\n')
}

/** Horizontal bars with labels, longest = `width`. */
export function barChart(
  bars: readonly { readonly label: string; readonly value: number; readonly note?: string }[],
  width = 40,
): string {
  const top = Math.max(...bars.map((bar) => bar.value), 0) || 1
  const margin = Math.max(...bars.map((bar) => bar.label.length))
  return bars
    .map((bar) => {
      const length = Math.max(bar.value > 0 ? 1 : 0, Math.round((bar.value / top) * width))
      return `${bar.label.padStart(margin)} │${'█'.repeat(length)} ${bar.note ?? ''}`.trimEnd()
    })
    .join('\n')
}
