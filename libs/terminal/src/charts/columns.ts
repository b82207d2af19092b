/** A point of a line; any units. */
export interface ChartPoint {
  readonly x: number
  readonly y: number
}

/** What a line covers in one column of dots: everything between, both ends included. */
export interface ColumnExtent {
  low: number
  high: number
}

/**
 * What a line covers in each of `count` columns from `xLow` to `xHigh`: every point of it and what lies on
 * the straight lines between them. However many points fall into a column, its lowest and highest stay.
 * Columns before the first and after the last point are empty.
 */
export function columnExtents(
  points: readonly ChartPoint[],
  xLow: number,
  xHigh: number,
  count: number,
): readonly (ColumnExtent | undefined)[] {
  const extents = new Array<ColumnExtent | undefined>(count).fill(undefined)
  const scale = xHigh > xLow ? (count - 1) / (xHigh - xLow) : 0
  const placeOf = (x: number): number => Math.min(count - 1, Math.max(0, (x - xLow) * scale))
  const reach = (column: number, y: number): void => {
    const extent = extents[column]
    if (extent === undefined) extents[column] = { low: y, high: y }
    else if (y < extent.low) extent.low = y
    else if (y > extent.high) extent.high = y
  }
  points.forEach((point, i) => {
    const place = placeOf(point.x)
    const column = Math.round(place)
    reach(column, point.y)
    const next = points[i + 1]
    if (next === undefined) return
    const nextPlace = placeOf(next.x)
    const slope = nextPlace > place ? (next.y - point.y) / (nextPlace - place) : 0
    // The line crosses from one column to the next half-way between them.
    for (let c = column; c < Math.round(nextPlace); c++) {
      const y = point.y + slope * (c + 0.5 - place)
      reach(c, y)
      reach(c + 1, y)
    }
  })
  return extents
}

/** Lowest and highest of a bucket of values. */
export interface Bucket {
  readonly low: number
  readonly high: number
}

/**
 * Reduces a series to `width` buckets, each kept as its lowest and highest value, so that no spike or
 * drawdown vanishes.
 */
export function minMaxBuckets(values: readonly number[], width: number): readonly Bucket[] {
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
