import { priceCountAt, tickAfter, type PriceTrack } from '@tickwise/amm'
import type { TickRange } from '@tickwise/strategies'

/**
 * Seconds of (from, to] during which the tick lay in at least one of the ranges: exact, from every
 * price event between. A tick counts from the second of its event to that of the next.
 */
export function secondsInRange(
  track: PriceTrack,
  ranges: readonly TickRange[],
  from: number,
  to: number,
): number {
  if (ranges.length === 0 || to <= from) return 0
  const isInside = (tick: number | undefined): boolean =>
    tick !== undefined &&
    ranges.some(({ tickLower, tickUpper }) => tickLower <= tick && tick < tickUpper)
  let next = priceCountAt(track, from)
  let since = from
  let inside = isInside(tickAfter(track, next))
  let seconds = 0
  for (; next < track.length; next++) {
    const time = track.timestamp[next] ?? to
    if (time > to) break
    if (inside) seconds += time - since
    since = time
    inside = isInside(track.tick[next])
  }
  return inside ? seconds + to - since : seconds
}
