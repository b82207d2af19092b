import type { ChartPoint } from '@tickwise/terminal'

/** Points of a line that are kept; there may be twice as many before they are thinned. */
export const traceLimit = 1000

/**
 * A line with one more point at its end. When there are too many, of every four the lowest and the highest
 * stay, and the first and the last of all: memory is bounded and no spike and no drawdown is lost.
 */
export function extended(
  trace: readonly ChartPoint[],
  point: ChartPoint,
  limit = traceLimit,
): readonly ChartPoint[] {
  const points = [...trace, point]
  return points.length > 2 * limit ? halved(points) : points
}

/** A whole line at once, thinned in the same way. */
export function traceOf(points: readonly ChartPoint[], limit = traceLimit): readonly ChartPoint[] {
  let thinned = points
  while (thinned.length > 2 * limit) thinned = halved(thinned)
  return thinned
}

function halved(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const last = points.length - 1
  const kept: ChartPoint[] = [points[0] as ChartPoint]
  for (let from = 1; from < last; from += 4) {
    const group = points.slice(from, Math.min(from + 4, last))
    const low = group.reduce((a, b) => (b.y < a.y ? b : a))
    const high = group.reduce((a, b) => (b.y > a.y ? b : a))
    kept.push(...(low === high ? [low] : low.x <= high.x ? [low, high] : [high, low]))
  }
  return [...kept, points[last] as ChartPoint]
}
