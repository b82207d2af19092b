/**
 * Positions of at most `limit` points of a series that together keep its first and last point and, of every
 * stretch in between, its lowest and highest: no drawdown and no spike is lost. All of them where they fit.
 *
 * @param values in any unit; compared as numbers
 * @param limit at least 4
 * @example
 * thinnedPositions([1, 9, 1, 1, 1, 1, 1, 1], 6) // holds 0, 1 and 7
 */
export function thinnedPositions(values: readonly number[], limit: number): readonly number[] {
  if (values.length <= limit) return values.map((_, i) => i)
  const buckets = Math.floor((limit - 2) / 2)
  const kept = new Set<number>([0, values.length - 1])
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * values.length) / buckets)
    const to = Math.floor(((bucket + 1) * values.length) / buckets)
    let low = from
    let high = from
    for (let i = from; i < to; i++) {
      if ((values[i] as number) < (values[low] as number)) low = i
      if ((values[i] as number) > (values[high] as number)) high = i
    }
    kept.add(low)
    kept.add(high)
  }
  return [...kept].sort((a, b) => a - b)
}
