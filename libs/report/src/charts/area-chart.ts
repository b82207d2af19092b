import { keepExtremes, type Point } from '../svg/downsample.ts'
import { coordinate, element } from '../svg/element.ts'
import { chartSvg, timeFrame } from '../svg/frame.ts'
import { polyline } from '../svg/path.ts'
import type { Chart } from './chart.ts'
import { least, linePath, type Series } from './line-chart.ts'

/** What {@link drawdownChart} draws; values are percent, at most 0. */
export interface DrawdownChartSpec {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly series: Series
  /** Another one to compare with, a dashed line. */
  readonly against?: Series
}

/** How far below its last peak a value is, as an area that hangs from zero. */
export function drawdownChart(spec: DrawdownChartSpec): Chart {
  const { series, against } = spec
  return {
    id: spec.id,
    title: spec.title,
    summary: spec.summary,
    legend: [
      { name: series.name, style: 'area', shape: 'box' },
      ...(against === undefined
        ? []
        : [{ name: against.name, style: 's s1', shape: 'line' as const }]),
    ],
    draw: (size) => {
      const { points } = series
      const values = [...points, ...(against?.points ?? [])].map(({ y }) => y)
      const frame = timeFrame(size, {
        from: points[0]?.x ?? 0,
        to: points.at(-1)?.x ?? 1,
        low: Math.min(least(values), -0.01),
        high: 0,
        unit: 'below the last peak',
        suffix: ' %',
      })
      const columns = Math.round(frame.right - frame.left)
      const shown = keepExtremes(points, columns).map(({ x, y }): Point => ({
        x: frame.x(x),
        y: frame.y(y),
      }))
      const zero = coordinate(frame.y(0))
      const closed = `${polyline(shown)}L${coordinate(frame.right)} ${zero}L${coordinate(frame.left)} ${zero}Z`
      return chartSvg(
        size,
        spec.title,
        spec.summary,
        frame.axes,
        element('path', { class: 'area', d: closed }),
        against && element('path', { class: 's s1', d: linePath(against.points, frame) }),
      )
    },
  }
}
