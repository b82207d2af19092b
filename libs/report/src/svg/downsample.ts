/** A point of a line: `x` ascends. */
export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * At most four points per column: first, lowest, highest and last of those that fall into it, in their
 * order. The line looks the same at that width, and no peak or drawdown vanishes.
 *
 * Source: Jugel, Jerzak, Hackenbroich & Markl, "M4: A Visualization-Oriented Time Series Data
 * Aggregation", PVLDB 7(10), 2014.
 *
 * @example
 * keepExtremes(points, 640).length // ≤ 2560
 */
export function keepExtremes(points: readonly Point[], columns: number): readonly Point[] {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined || points.length <= 4 * columns) return points
  const width = (last.x - first.x) / columns || 1
  const kept: Point[] = []
  for (let i = 0; i < points.length;) {
    const column = columnOf(points[i] as Point, first.x, width, columns)
    let end = i
    let low = i
    let high = i
    while (end < points.length) {
      const point = points[end] as Point
      if (columnOf(point, first.x, width, columns) !== column) break
      if (point.y < (points[low] as Point).y) low = end
      if (point.y > (points[high] as Point).y) high = end
      end++
    }
    const places = [...new Set([i, low, high, end - 1])].sort((a, b) => a - b)
    for (const place of places) kept.push(points[place] as Point)
    i = end
  }
  return kept
}

function columnOf({ x }: Point, from: number, width: number, columns: number): number {
  return Math.min(columns - 1, Math.floor((x - from) / width))
}
