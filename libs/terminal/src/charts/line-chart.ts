import { drawBand, reachOfBands, type ChartBand } from './band.ts'
import { columnExtents, type ChartPoint } from './columns.ts'
import { asciiMarks, createDotCanvas } from './dot-canvas.ts'
import { inLineColour, plainLook, type ChartLook } from './look.ts'
import { compactNumber, niceTicks, tickLabels, timeTicks } from './ticks.ts'

/** A line of a chart. Points ascend in x; those without a finite y are passed over. */
export interface ChartSeries {
  readonly name: string
  readonly points: readonly ChartPoint[]
}

/** How a line chart is laid out. */
export interface LineChartOptions {
  /** Columns in all, from 20. */
  readonly width: number
  /** Rows of the plot; axis and legend come on top. */
  readonly height: number
  /** What `x` is: unix seconds, or nothing worth an axis. Default `none`. */
  readonly xAxis?: 'time' | 'none'
  /** Unit of `y`, shown above the axis. */
  readonly unit?: string
  readonly look?: ChartLook
  /** Areas behind the lines; what is far from the lines is cut off. */
  readonly bands?: readonly ChartBand[]
  /** Ends of the `x` axis where it is to be longer than the lines are yet. */
  readonly xSpan?: readonly [low: number, high: number] | undefined
  /** Whether names stand below several lines. Default true. */
  readonly hasLegend?: boolean
}

/** On and off of the dashes that tell lines apart without colours, in columns of dots. */
const dashes: readonly (readonly [on: number, off: number])[] = [
  [1, 0],
  [6, 4],
  [1, 3],
  [10, 3],
  [2, 8],
]

/**
 * A chart of lines of braille dots over a shared value axis: several series with a legend, ticks at round
 * values, a time axis where `x` is time. No point of any line is lost, however many there are.
 *
 * @example
 * lineChart([{ name: 'NAV', points: [{ x: 0, y: 1 }, { x: 1, y: 3 }] }], { width: 40, height: 6 })
 */
export function lineChart(series: readonly ChartSeries[], options: LineChartOptions): string {
  const { height, xAxis = 'none', unit, look = plainLook, bands = [], hasLegend = true } = options
  const width = Math.max(10, options.width)
  const lines = series.map(({ points }) => points.filter(isDrawable))
  const all = lines.flat()
  if (all.length === 0) return '(no data)'
  const [xLow, xHigh] = spanOf([...all.map(({ x }) => x), ...(options.xSpan ?? [])])
  const [yLow, yHigh] = reachOfBands(bands, widened(...spanOf(all.map(({ y }) => y))))
  const axis = valueAxis(yLow, yHigh, height, width)
  const plotWidth = Math.max(4, width - axis.margin - 2)
  const canvas = createDotCanvas(plotWidth, height, look)
  const rowOf = (y: number): number =>
    Math.round(((yHigh - y) / (yHigh - yLow)) * (canvas.rows - 1))
  lines.forEach((points, line) => {
    const isDashed = !look.colour && look.unicode && lines.length > 1
    columnExtents(points, xLow, xHigh, canvas.columns).forEach((extent, column) => {
      if (extent === undefined) return
      const [top, bottom] = [rowOf(extent.high), rowOf(extent.low)]
      // A steep column is drawn in any case: no dash hides a spike.
      if (isDashed && bottom - top < 2 && isGap(line, column)) return
      canvas.draw(line, column, top, bottom)
    })
  })
  const scale = { xLow, xHigh, yLow, yHigh }
  bands.forEach((band, i) => drawBand(canvas, lines.length + i, band, scale, look))
  const bar = look.unicode ? { plain: '│', tick: '┤' } : { plain: '|', tick: '+' }
  const rows = canvas.lines().map((plot, row) => {
    const label = axis.labels.get(row)
    const edge = label === undefined ? bar.plain : bar.tick
    return `${(label ?? '').padStart(axis.margin)} ${edge}${plot}`.trimEnd()
  })
  return [
    ...(unit === undefined ? [] : [unit.slice(0, width)]),
    ...rows,
    ...(xAxis === 'time' ? timeAxis(xLow, xHigh, axis.margin, plotWidth, look) : []),
    ...(hasLegend && series.length + bands.length > 1
      ? legend([...series, ...bands], width, look)
      : []),
  ].join('\n')
}

const isDrawable = ({ x, y }: ChartPoint): boolean => Number.isFinite(x) && Number.isFinite(y)

function isGap(line: number, column: number): boolean {
  const [on, off] = dashes[line % dashes.length] as readonly [number, number]
  return column % (on + off) >= on
}

function spanOf(values: readonly number[]): readonly [low: number, high: number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** A flat line lies in the middle. */
function widened(low: number, high: number): readonly [low: number, high: number] {
  if (high > low) return [low, high]
  const room = Math.abs(low) > 1e-300 ? Math.abs(low) * 0.01 : 1
  return [low - room, high + room]
}

function valueAxis(low: number, high: number, height: number, width: number) {
  const ticks = niceTicks(low, high, Math.max(1, Math.ceil(height / 2)))
  const full = tickLabels(ticks)
  const isWide = Math.max(...full.map((text) => text.length)) > Math.max(6, width / 4)
  const texts = isWide ? ticks.map(compactNumber) : full
  const rows = ticks.map((tick) =>
    height === 1 ? 0 : Math.round(((high - tick) / (high - low)) * (height - 1)),
  )
  return {
    labels: new Map(rows.map((row, i) => [row, texts[i] as string] as const)),
    margin: Math.max(...texts.map((text) => text.length)),
  }
}

function timeAxis(
  from: number,
  to: number,
  margin: number,
  columns: number,
  { unicode }: ChartLook,
): readonly string[] {
  const glyphs = unicode
    ? { corner: '└', line: '─', tick: '┴' }
    : { corner: '+', line: '-', tick: '+' }
  const line = new Array<string>(columns).fill(glyphs.line)
  const labels = new Array<string>(columns).fill(' ')
  let free = 0
  for (const { at, label } of timeTicks(from, to, columns)) {
    const column = to > from ? Math.round(((at - from) / (to - from)) * (columns - 1)) : 0
    const start = Math.min(
      Math.max(0, column - Math.floor(label.length / 2)),
      columns - label.length,
    )
    if (start < free) continue
    line[column] = glyphs.tick
    for (let i = 0; i < label.length; i++) labels[start + i] = label[i] as string
    free = start + label.length + 1
  }
  const indent = ' '.repeat(margin + 1)
  return [`${indent}${glyphs.corner}${line.join('')}`, `${indent} ${labels.join('')}`.trimEnd()]
}

/** Names of the lines with a sample of each, as many to a row as fit. */
function legend(
  series: readonly Pick<ChartSeries, 'name'>[],
  width: number,
  look: ChartLook,
): readonly string[] {
  const rows: { text: string; length: number }[] = []
  series.forEach(({ name }, line) => {
    const sample = sampleOf(line, look)
    const room = Math.max(1, width - sample.length - 1)
    const shown = name.length > room ? `${name.slice(0, Math.max(0, room - 1))}…` : name
    const text = `${inLineColour(sample, line, look)} ${shown}`
    const length = sample.length + 1 + shown.length
    const last = rows.at(-1)
    if (last !== undefined && last.length + 3 + length <= width) {
      last.text += `   ${text}`
      last.length += 3 + length
    } else rows.push({ text, length })
  })
  return rows.map(({ text }) => text)
}

function sampleOf(line: number, look: ChartLook): string {
  if (!look.unicode) return (asciiMarks[line % asciiMarks.length] as string).repeat(2)
  if (look.colour) return '──'
  const canvas = createDotCanvas(7, 1, look)
  for (let column = 0; column < canvas.columns; column++) {
    if (!isGap(line, column)) canvas.draw(line, column, 1, 1)
  }
  return canvas.lines().join('')
}
