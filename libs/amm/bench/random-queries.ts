import type { FeeGrowthIndex } from '@tickwise/amm'

/** Ranges and windows as flat arrays, so that making them is not part of what is timed. */
export interface Queries {
  readonly count: number
  readonly tickLower: Int32Array
  readonly tickUpper: Int32Array
  readonly fromRow: Uint32Array
  readonly toRow: Uint32Array
}

/** Seeded ranges of 1 to 100 spacings around the price path, windows of any length. */
export function randomQueries(index: FeeGrowthIndex, count: number): Queries {
  const { tickSpacing, length, tickAtRow } = index
  const queries: Queries = {
    count,
    tickLower: new Int32Array(count),
    tickUpper: new Int32Array(count),
    fromRow: new Uint32Array(count),
    toRow: new Uint32Array(count),
  }
  let state = 1
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  for (let query = 0; query < count; query++) {
    const middle = Math.round((tickAtRow[below(length)] ?? 0) / tickSpacing)
    const lower = middle - below(50)
    queries.tickLower[query] = lower * tickSpacing
    queries.tickUpper[query] = (lower + 1 + below(100)) * tickSpacing
    const from = below(length)
    queries.fromRow[query] = from
    queries.toRow[query] = from + below(length - from)
  }
  return queries
}
