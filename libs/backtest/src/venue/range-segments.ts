import type { HeldPosition } from './venue.ts'

/** A stretch of ticks over which the same positions hold liquidity. */
export interface RangeSegment {
  readonly tickLower: number
  readonly tickUpper: number
  /** Of all positions that cover it. */
  readonly liquidity: bigint
  /** Indices of those positions. */
  readonly members: readonly number[]
}

/**
 * Cuts overlapping positions into segments that do not overlap, so that each step's fee is shared
 * once with all the liquidity we have there.
 */
export function rangeSegments(positions: readonly HeldPosition[]): RangeSegment[] {
  const bounds = positions.flatMap(({ tickLower, tickUpper }) => [tickLower, tickUpper])
  const edges = [...new Set(bounds)].sort((a, b) => a - b)
  return edges.flatMap((tickLower, i): RangeSegment[] => {
    const tickUpper = edges[i + 1]
    if (tickUpper === undefined) return []
    const members = positions.flatMap((position, member) =>
      position.tickLower <= tickLower && tickUpper <= position.tickUpper ? [member] : [],
    )
    const liquidity = members.reduce((sum, m) => sum + (positions[m]?.liquidity ?? 0n), 0n)
    return members.length === 0 ? [] : [{ tickLower, tickUpper, liquidity, members }]
  })
}
