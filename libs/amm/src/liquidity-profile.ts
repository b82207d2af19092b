import { countAtMost } from './columns-read.ts'
import { observeStartLiquidity } from './derive-start.ts'
import type { PoolEventColumns, PoolSpec, StartState } from './event-columns.ts'
import {
  addLiquidity,
  createNetCursor,
  intervalIndex,
  liquidityChangeAt,
  moveNetCursor,
} from './liquidity-net.ts'
import type { NetCursor } from './liquidity-net.ts'
import { createStartLiquidity } from './liquidity-profile-start.ts'
import type { StartLiquidity } from './liquidity-profile-start.ts'

/** How an interval's liquidity came to be known; `estimated` = a guess that fits the swap's amounts. */
export type Knowledge = 'known' | 'estimated' | 'unknown'

/**
 * Liquidity of every tick-spacing interval of a pool, at one row of its event stream: a cursor that
 * {@link advanceProfile} moves forward. Interval `i` is `[i · spacing, (i + 1) · spacing)`.
 */
export interface LiquidityProfile {
  readonly columns: PoolEventColumns
  readonly spec: PoolSpec
  /** Events applied so far. */
  row: number
  readonly start: StartLiquidity
  readonly net: NetCursor
  /** Start liquidity learnt on the way, by interval index. */
  readonly learnt: Map<number, { readonly liquidity: bigint; readonly knowledge: Knowledge }>
  /** Lower bound of `liquidityGross` by boundary index; exact where the start's ticks are known. */
  readonly grossByBoundary: Map<number, bigint>
}

/**
 * A profile before the first event. Where the start state leaves intervals open, the swaps that end
 * in them fill them in.
 * @throws UserError `E_DATA_GAP` when those swaps contradict each other
 * @example const profile = createLiquidityProfile(columns, spec, start)
 */
export function createLiquidityProfile(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartState,
): LiquidityProfile {
  const observed =
    start.kind === 'chain' && start.tickRange !== undefined
      ? observeStartLiquidity(columns, spec)
      : new Map<number, bigint>()
  const startLiquidity = createStartLiquidity(start, spec, observed)
  return {
    columns,
    spec,
    row: 0,
    start: startLiquidity,
    net: createNetCursor(0),
    learnt: new Map(),
    grossByBoundary: startGross(columns, spec, startLiquidity),
  }
}

/**
 * Applies mints and burns up to `row` events in total; never backwards.
 * @example advanceProfile(profile, rowCountAtTime(columns, decisionTime))
 */
export function advanceProfile(profile: LiquidityProfile, row: number): void {
  while (profile.row < row) applyProfileEvent(profile, profile.row)
}

/** Applies the event of `row`, the next one. */
export function applyProfileEvent(profile: LiquidityProfile, row: number): void {
  profile.row = row + 1
  const { columns, spec } = profile
  const change = liquidityChangeAt(columns, row)
  if (change === 0n) return
  const lower = intervalIndex(columns.tickA[row] ?? 0, spec.tickSpacing)
  const upper = intervalIndex(columns.tickB[row] ?? 0, spec.tickSpacing)
  addLiquidity(profile.net, lower, upper, change)
  addGross(profile.grossByBoundary, lower, change)
  addGross(profile.grossByBoundary, upper, change)
}

/**
 * Liquidity of interval `index` now, or undefined where nothing is known of it.
 * @example liquidityOfInterval(profile, Math.floor(tick / spacing))
 */
export function liquidityOfInterval(profile: LiquidityProfile, index: number): bigint | undefined {
  const start = startLiquidityOf(profile, index)
  if (start === undefined) return undefined
  moveNetCursor(profile.net, index)
  return start + profile.net.added
}

/** Whether the liquidity of interval `index` is known. @example knowledgeOfInterval(profile, 12) */
export function knowledgeOfInterval(profile: LiquidityProfile, index: number): Knowledge {
  const learnt = profile.learnt.get(index)
  if (learnt !== undefined) return learnt.knowledge
  return segmentLiquidity(profile.start, index) === undefined ? 'unknown' : 'known'
}

/** Liquidity of an interval before the first event, where known or estimated. */
export function startLiquidityOf(profile: LiquidityProfile, index: number): bigint | undefined {
  return profile.learnt.get(index)?.liquidity ?? segmentLiquidity(profile.start, index)
}

/** Records what a swap tells of an interval: `liquidity` is its liquidity now. */
export function learnInterval(
  profile: LiquidityProfile,
  index: number,
  liquidity: bigint,
  knowledge: Knowledge,
): void {
  moveNetCursor(profile.net, index)
  profile.learnt.set(index, { liquidity: liquidity - profile.net.added, knowledge })
}

/**
 * Whether some position starts or ends at a boundary. Where the ticks of the start are not known:
 * whether the events prove one.
 * @example isBoundaryInitialised(profile, tickLower / spacing)
 */
export function isBoundaryInitialised(profile: LiquidityProfile, boundary: number): boolean {
  return (profile.grossByBoundary.get(boundary) ?? 0n) > 0n
}

/**
 * Boundary at which a downward swap step from interval `index` ends, as
 * `TickBitmap.nextInitializedTickWithinOneWord(…, true)` of v3-core: the next initialised one, else
 * the edge of the 256-interval bitmap word.
 * @example nextBoundaryBelow(profile, index) * spacing
 */
export function nextBoundaryBelow(profile: LiquidityProfile, index: number): number {
  const wordStart = index & ~0xff
  let boundary = index
  while (boundary > wordStart && !isBoundaryInitialised(profile, boundary)) boundary--
  return boundary
}

/**
 * Boundary at which an upward swap step from interval `index` ends: the next initialised one above,
 * else the last of its bitmap word.
 * @example nextBoundaryAbove(profile, index) * spacing
 */
export function nextBoundaryAbove(profile: LiquidityProfile, index: number): number {
  const wordEnd = (index + 1) | 0xff
  let boundary = index + 1
  while (boundary < wordEnd && !isBoundaryInitialised(profile, boundary)) boundary++
  return boundary
}

function segmentLiquidity(start: StartLiquidity, index: number): bigint | undefined {
  const segment = countAtMost(start.firstIndex, index, start.firstIndex.length) - 1
  return segment < 0 ? undefined : start.liquidity[segment]
}

/**
 * Positions that the start's ticks do not show still betray themselves: gross liquidity is never
 * below the net of its boundary, and a burn takes no more than there is. The tightest such bound over
 * the whole stream holds at the start.
 */
function startGross(
  columns: PoolEventColumns,
  spec: PoolSpec,
  start: StartLiquidity,
): Map<number, bigint> {
  const gross = new Map(start.grossByBoundary)
  if (start.ticksComplete) return gross
  const bounds = new Map<number, GrossBound>()
  const boundOf = (boundary: number): GrossBound => {
    const known = bounds.get(boundary)
    if (known !== undefined) return known
    const bound = { net: startNetOf(start, boundary), grossAdded: 0n, least: 0n }
    bounds.set(boundary, bound)
    return bound
  }
  for (const boundary of start.firstIndex) tighten(boundOf(boundary), 0n, 0n)
  for (let row = 0; row < columns.length; row++) {
    const change = liquidityChangeAt(columns, row)
    if (change === 0n) continue
    tighten(boundOf(intervalIndex(columns.tickA[row] ?? 0, spec.tickSpacing)), change, change)
    tighten(boundOf(intervalIndex(columns.tickB[row] ?? 0, spec.tickSpacing)), change, -change)
  }
  for (const [boundary, { least }] of bounds) {
    if (least > 0n && !start.grossByBoundary.has(boundary)) gross.set(boundary, least)
  }
  return gross
}

interface GrossBound {
  /** Net liquidity of the boundary, undefined where a neighbour is not known. */
  net: bigint | undefined
  /** Gross liquidity added since the start. */
  grossAdded: bigint
  /** What the start must have had at least. */
  least: bigint
}

function tighten(bound: GrossBound, grossChange: bigint, netChange: bigint): void {
  bound.grossAdded += grossChange
  let needed = 0n
  if (bound.net !== undefined) {
    bound.net += netChange
    needed = bound.net < 0n ? -bound.net : bound.net
  }
  if (needed - bound.grossAdded > bound.least) bound.least = needed - bound.grossAdded
}

function startNetOf(start: StartLiquidity, boundary: number): bigint | undefined {
  const below = segmentLiquidity(start, boundary - 1)
  const above = segmentLiquidity(start, boundary)
  return below === undefined || above === undefined ? undefined : above - below
}

function addGross(gross: Map<number, bigint>, boundary: number, change: bigint): void {
  gross.set(boundary, (gross.get(boundary) ?? 0n) + change)
}
