import type { PoolSpec, StartState, TickRecord } from './event-columns.ts'
import { intervalIndex } from './liquidity-net.ts'

/** Start liquidity as segments of equal liquidity, ascending; undefined = not known. */
export interface StartLiquidity {
  /** Index of each segment's first interval; a segment ends where the next begins. */
  readonly firstIndex: Int32Array
  readonly liquidity: readonly (bigint | undefined)[]
  /** `liquidityGross` of initialised ticks by boundary index, as far as the start state has them. */
  readonly grossByBoundary: ReadonlyMap<number, bigint>
  /** Whether a boundary without an entry is surely not initialised. */
  readonly ticksComplete: boolean
}

type Segment = readonly [firstIndex: number, liquidity: bigint | undefined]
type ChainStart = Extract<StartState, { kind: 'chain' }>

const BELOW_ALL = -0x80000000

/** `observed` fills intervals that the start state leaves open. */
export function createStartLiquidity(
  start: StartState,
  spec: PoolSpec,
  observed: ReadonlyMap<number, bigint>,
): StartLiquidity {
  switch (start.kind) {
    case 'fresh':
      return fromSegments([[BELOW_ALL, 0n]], new Map(), true)
    case 'chain':
      return chainLiquidity(start, spec, observed)
    case 'derived': {
      const segments = start.intervals.flatMap(({ tickLower, tickUpper, liquidity }): Segment[] => [
        [intervalIndex(tickLower, spec.tickSpacing), liquidity],
        [intervalIndex(tickUpper, spec.tickSpacing), undefined],
      ])
      return fromSegments(segments, new Map(), false)
    }
  }
}

function chainLiquidity(
  start: ChainStart,
  spec: PoolSpec,
  observed: ReadonlyMap<number, bigint>,
): StartLiquidity {
  const { tickSpacing } = spec
  const range = start.tickRange
  const ticks = start.ticks.filter(({ tick, liquidityGross }) => {
    const inRange = range === undefined || (range.lower <= tick && tick <= range.upper)
    return inRange && liquidityGross > 0n
  })
  const gross = new Map(ticks.map((tick) => [tick.tick / tickSpacing, tick.liquidityGross]))
  const walked = walkOutwards(ticks, start, tickSpacing)
  if (range === undefined) return fromSegments(walked, gross, true)

  // Boundaries inside the range are known, hence one interval beyond its lowest boundary too.
  const lowestKnown = Math.ceil(range.lower / tickSpacing) - 1
  const firstUnknown = Math.floor(range.upper / tickSpacing) + 1
  const outside = [...observed].filter(([index]) => index < lowestKnown || index >= firstUnknown)
  const inside = walked.map(([first, liquidity]): Segment => [
    Math.max(first, lowestKnown),
    liquidity,
  ])
  const filled = outside.flatMap(([index, liquidity]): Segment[] => [
    [index, liquidity],
    [index + 1, undefined],
  ])
  return fromSegments([...filled, ...inside, [firstUnknown, undefined]], gross, false)
}

/** The pool's own in-range liquidity anchors the walk: far ticks may be missing from a snapshot. */
function walkOutwards(
  ticks: readonly TickRecord[],
  start: ChainStart,
  tickSpacing: number,
): Segment[] {
  const below = ticks.filter(({ tick }) => tick <= start.tick)
  const above = ticks.filter(({ tick }) => tick > start.tick)
  const segments: Segment[] = []
  let liquidity = start.liquidity
  for (const { tick, liquidityNet } of below.toReversed()) {
    segments.unshift([tick / tickSpacing, liquidity])
    liquidity -= liquidityNet
  }
  segments.unshift([BELOW_ALL, liquidity])
  liquidity = start.liquidity
  for (const { tick, liquidityNet } of above) {
    liquidity += liquidityNet
    segments.push([tick / tickSpacing, liquidity])
  }
  return segments
}

/** Sorted, later duplicates win unless they only say "unknown": an interval may begin where another ends. */
function fromSegments(
  segments: readonly Segment[],
  grossByBoundary: ReadonlyMap<number, bigint>,
  ticksComplete: boolean,
): StartLiquidity {
  const byIndex = new Map<number, bigint | undefined>()
  for (const [first, liquidity] of segments) {
    if (liquidity !== undefined || !byIndex.has(first)) byIndex.set(first, liquidity)
  }
  const sorted = [...byIndex].sort(([a], [b]) => a - b)
  return {
    firstIndex: Int32Array.from(sorted, ([first]) => first),
    liquidity: sorted.map(([, liquidity]) => liquidity),
    grossByBoundary,
    ticksComplete,
  }
}
