import { lineChart, sparkline, type ChartSeries, type LineChartOptions } from '@tickwise/terminal'
import type { ReactElement } from 'react'
import type { UiLook } from '../look.ts'
import type { Size } from '../shell/size.ts'
import { Lines } from './lines.tsx'

/** Rows below which a chart says less than a line of bars. */
const leastRows = 4

/** Lines over time or over anything else, as large as there is room, axis and legend included. */
export function Chart({
  series,
  size,
  look,
  unit,
  xAxis = 'none',
}: {
  readonly series: readonly ChartSeries[]
  readonly size: Size
  readonly look: UiLook
} & Pick<LineChartOptions, 'unit' | 'xAxis'>): ReactElement {
  const options = { ...(unit === undefined ? {} : { unit }), xAxis }
  return <Lines lines={chartLines(series, size, look, options)} size={size} look={look} />
}

/** A chart in exactly the rows that there are. */
export function chartLines(
  series: readonly ChartSeries[],
  { columns, rows }: Size,
  look: UiLook,
  options: Omit<LineChartOptions, 'width' | 'height' | 'look'>,
): readonly string[] {
  if (rows < leastRows) {
    const [first] = series
    const bars = sparkline(first?.points.map(({ y }) => y) ?? [], columns, look)
    return [bars].slice(0, rows)
  }
  return fitRows(rows, (height) => lineChart(series, { width: columns, height, look, ...options }))
}

/** Draws with as many rows for the plot as leave room for what stands around it. */
export function fitRows(rows: number, draw: (height: number) => string): readonly string[] {
  for (let height = rows; height > 1; height--) {
    const lines = draw(height).split('\n')
    if (lines.length <= rows) return lines
    // What stands around a plot does not depend on its height.
    height = Math.max(2, height - (lines.length - rows) + 1)
  }
  return draw(1).split('\n').slice(0, rows)
}
