/** A value at a time (unix seconds). */
export interface TimedValue {
  readonly timestamp: number
  readonly value: number
}

/**
 * Values on an even grid from the first point on: at each grid time the last value known by then.
 * What is left after the last whole interval is not sampled. Ratios that are scaled by time (volatility,
 * Sharpe) need such a grid: uneven returns have no common variance.
 *
 * @example
 * sampleEvenly([{ timestamp: 0, value: 1 }, { timestamp: 90, value: 2 }], 60) // [1, 1]
 */
export function sampleEvenly(points: readonly TimedValue[], intervalSeconds: number): number[] {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return []
  const samples: number[] = []
  let next = 0
  let value = first.value
  for (let time = first.timestamp; time <= last.timestamp; time += intervalSeconds) {
    for (let point = points[next]; point !== undefined && point.timestamp <= time;) {
      value = point.value
      point = points[++next]
    }
    samples.push(value)
  }
  return samples
}

/** Simple returns between neighbours; `null` when a value to divide by is not positive. */
export function simpleReturns(values: readonly number[]): number[] | null {
  const returns: number[] = []
  for (let i = 1; i < values.length; i++) {
    const before = values[i - 1] ?? 0
    if (!(before > 0)) return null
    returns.push(((values[i] ?? 0) - before) / before)
  }
  return returns
}
