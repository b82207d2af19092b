import type { DotCanvas } from './dot-canvas.ts'
import type { ChartLook } from './look.ts'

/** Areas of a chart, each from one `x` to another between two values. */
export interface ChartBand {
  readonly name: string
  readonly stretches: readonly {
    readonly from: number
    readonly to: number
    readonly low: number
    readonly high: number
  }[]
}

/** Ends of the axes of a plot. */
export interface PlotScale {
  readonly xLow: number
  readonly xHigh: number
  readonly yLow: number
  readonly yHigh: number
}

/** Ends of the value axis so that bands are seen, but never more than a third of the room for the lines. */
export function reachOfBands(
  bands: readonly ChartBand[],
  [low, high]: readonly [low: number, high: number],
): readonly [low: number, high: number] {
  const room = high - low
  let [least, most] = [low, high]
  for (const { stretches } of bands) {
    for (const stretch of stretches) {
      least = Math.min(least, stretch.low)
      most = Math.max(most, stretch.high)
    }
  }
  return [Math.max(least, low - room), Math.min(most, high + room)]
}

/** Draws the edges of a band, and in Unicode a light pattern between them. */
export function drawBand(
  canvas: DotCanvas,
  line: number,
  { stretches }: ChartBand,
  { xLow, xHigh, yLow, yHigh }: PlotScale,
  { unicode }: ChartLook,
): void {
  const columnOf = (x: number): number =>
    xHigh > xLow ? Math.round(((x - xLow) / (xHigh - xLow)) * (canvas.columns - 1)) : 0
  const rowOf = (y: number): number =>
    Math.round(((yHigh - y) / (yHigh - yLow)) * (canvas.rows - 1))
  for (const { from, to, low, high } of stretches) {
    const [top, bottom] = [rowOf(high), rowOf(low)]
    const isSeen = (row: number): boolean => row >= 0 && row < canvas.rows
    const end = Math.min(canvas.columns - 1, columnOf(to))
    for (let column = Math.max(0, columnOf(from)); column <= end; column++) {
      for (const edge of [top, bottom]) if (isSeen(edge)) canvas.draw(line, column, edge, edge)
      if (!unicode || column % 4 !== 0) continue
      for (let row = Math.max(0, top); row <= Math.min(canvas.rows - 1, bottom); row++) {
        if ((row + column / 2) % 4 === 0) canvas.draw(line, column, row, row)
      }
    }
  }
}
