/** Lower and upper tick. */
export type TickPair = readonly [tickLower: number, tickUpper: number]

/** A stretch of time in which the same ranges were held. Unix seconds. */
export interface RangesHeld {
  readonly from: number
  readonly to: number
  readonly ranges: readonly TickPair[]
}

/** Stretches that are kept. */
export const stretchLimit = 500

/**
 * What was held so far, told once more: the last stretch grows, or another one begins. Of too many every two
 * neighbours become one that covers both.
 */
export function heldUntil(
  stretches: readonly RangesHeld[],
  timestamp: number,
  ranges: readonly TickPair[],
  limit = stretchLimit,
): readonly RangesHeld[] {
  const last = stretches.at(-1)
  if (last !== undefined && isSame(last.ranges, ranges)) {
    return [...stretches.slice(0, -1), { ...last, to: timestamp }]
  }
  const ended = last === undefined ? [] : [...stretches.slice(0, -1), { ...last, to: timestamp }]
  const all = [...ended, { from: timestamp, to: timestamp, ranges }]
  return all.length > limit ? joined(all) : all
}

function isSame(a: readonly TickPair[], b: readonly TickPair[]): boolean {
  return (
    a.length === b.length &&
    a.every(([lower, upper], i) => b[i]?.[0] === lower && b[i]?.[1] === upper)
  )
}

/** The newest stays as it is: it still grows. */
function joined(stretches: readonly RangesHeld[]): readonly RangesHeld[] {
  const last = stretches.length - 1
  const pairs: RangesHeld[] = []
  for (let i = 0; i < last; i += 2) {
    const first = stretches[i] as RangesHeld
    const second = i + 1 < last ? stretches[i + 1] : undefined
    pairs.push(second === undefined ? first : covering(first, second))
  }
  return [...pairs, stretches[last] as RangesHeld]
}

function covering(first: RangesHeld, second: RangesHeld): RangesHeld {
  const all = [...first.ranges, ...second.ranges]
  const lower = Math.min(...all.map(([tick]) => tick))
  const upper = Math.max(...all.map(([, tick]) => tick))
  return { from: first.from, to: second.to, ranges: all.length === 0 ? [] : [[lower, upper]] }
}
