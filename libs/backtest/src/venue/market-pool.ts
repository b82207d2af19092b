import {
  ExactPool,
  kindCode,
  liquidityAt,
  maxUsableTick,
  minUsableTick,
  sqrtPriceAt,
  type LiquidityInterval,
  type PoolEventColumns,
  type PoolSpec,
  type StartState,
  type TickRecord,
} from '@tickwise/amm'
import type { MarketData } from '../market/market-data.ts'

/** Owner of every position of the recorded market in an exact pool. */
export const MARKET = 'market'

/** An exact pool that stands where the recorded events begin. */
export interface MarketPool {
  readonly pool: ExactPool
  /** Swap that only gave the first price and is not to be executed; -1 if none. */
  readonly anchorRow: number
  /** Whether liquidity that the data do not show had to be filled in from its neighbours. */
  readonly filledIn: boolean
}

interface Held {
  readonly tickLower: number
  readonly tickUpper: number
  readonly liquidity: bigint
}

/**
 * A pool in the market's start state that can execute all recorded events: positions that the
 * events burn and that were minted before the start are in it from the start, owned by {@link MARKET}. What else
 * the ticks show belongs to nobody and stays.
 */
export function openMarketPool(market: MarketData): MarketPool {
  const { spec, startState, columns } = market
  if (startState.kind === 'fresh') {
    return { pool: ExactPool.create(spec), anchorRow: -1, filledIn: false }
  }
  const held = heldBeforeStart(columns)
  const positions = held.map((position) => ({
    ...position,
    owner: MARKET,
    feeGrowthInside0LastX128: 0n,
    feeGrowthInside1LastX128: 0n,
    tokensOwed0: 0n,
    tokensOwed1: 0n,
  }))
  if (startState.kind === 'chain') {
    const { tickRange } = startState
    const ticks = withTicksOutside(startState.ticks, held, tickRange)
    const pool = ExactPool.fromState(spec, { ...startState, ticks }, { positions })
    return { pool, anchorRow: -1, filledIn: tickRange !== undefined }
  }
  const anchor = anchorPrice(startState, columns)
  const pool = ExactPool.fromState(
    spec,
    {
      kind: 'chain',
      blockNumber: columns.blockNumber[0] ?? 0,
      sqrtPriceX96: anchor.sqrtPriceX96,
      tick: anchor.tick,
      liquidity: liquidityOf(startState.intervals, anchor.tick),
      feeProtocol: startState.feeProtocol,
      feeGrowthGlobal0X128: 0n,
      feeGrowthGlobal1X128: 0n,
      ticks: ticksOf(startState.intervals, held, spec),
    },
    { positions },
  )
  return { pool, anchorRow: anchor.row, filledIn: true }
}

/** Ends of burned positions that lie outside the ticks the start state knows: they were there too. */
function withTicksOutside(
  ticks: readonly TickRecord[],
  held: readonly Held[],
  known: { readonly lower: number; readonly upper: number } | undefined,
): readonly TickRecord[] {
  if (known === undefined) return ticks
  const outside = new Map<number, TickRecord>()
  const add = (tick: number, liquidity: bigint, net: bigint): void => {
    if (known.lower <= tick && tick <= known.upper) return
    const { liquidityGross = 0n, liquidityNet = 0n } = outside.get(tick) ?? {}
    outside.set(tick, {
      tick,
      liquidityGross: liquidityGross + liquidity,
      liquidityNet: liquidityNet + net,
      feeGrowthOutside0X128: 0n,
      feeGrowthOutside1X128: 0n,
    })
  }
  for (const { tickLower, tickUpper, liquidity } of held) {
    add(tickLower, liquidity, liquidity)
    add(tickUpper, liquidity, -liquidity)
  }
  const inside = ticks.filter(({ tick }) => !outside.has(tick))
  return [...inside, ...outside.values()].sort((a, b) => a.tick - b.tick)
}

function anchorPrice(
  start: Extract<StartState, { kind: 'derived' }>,
  columns: PoolEventColumns,
): { readonly sqrtPriceX96: bigint; readonly tick: number; readonly row: number } {
  if (start.sqrtPriceX96 !== undefined && start.tick !== undefined) {
    return { sqrtPriceX96: start.sqrtPriceX96, tick: start.tick, row: -1 }
  }
  const row = Math.max(0, columns.kind.indexOf(kindCode.swap))
  return { sqrtPriceX96: sqrtPriceAt(columns, row), tick: columns.tickA[row] ?? 0, row }
}

/** Liquidity that must have been in each range before the first event, or its burns could not be. */
function heldBeforeStart(columns: PoolEventColumns): Held[] {
  const balance = new Map<string, { held: bigint; needed: bigint; range: [number, number] }>()
  for (let row = 0; row < columns.length; row++) {
    const kind = columns.kind[row]
    if (kind !== kindCode.mint && kind !== kindCode.burn) continue
    const range: [number, number] = [columns.tickA[row] ?? 0, columns.tickB[row] ?? 0]
    const key = range.join(':')
    const entry = balance.get(key) ?? { held: 0n, needed: 0n, range }
    entry.held += kind === kindCode.mint ? liquidityAt(columns, row) : -liquidityAt(columns, row)
    if (-entry.held > entry.needed) entry.needed = -entry.held
    balance.set(key, entry)
  }
  return [...balance.values()]
    .filter(({ needed }) => needed > 0n)
    .map(({ needed, range: [tickLower, tickUpper] }) => ({
      tickLower,
      tickUpper,
      liquidity: needed,
    }))
}

function liquidityOf(intervals: readonly LiquidityInterval[], tick: number): bigint {
  return withoutGaps(intervals).find(({ tickUpper }) => tick < tickUpper)?.liquidity ?? 0n
}

/** Gaps and the far ends take their neighbour's liquidity. */
function withoutGaps(intervals: readonly LiquidityInterval[]): readonly LiquidityInterval[] {
  return intervals.map((interval, i) => ({
    ...interval,
    tickUpper: intervals[i + 1]?.tickLower ?? interval.tickUpper,
  }))
}

function ticksOf(
  intervals: readonly LiquidityInterval[],
  held: readonly Held[],
  spec: PoolSpec,
): TickRecord[] {
  const net = new Map<number, bigint>()
  const heldNet = new Map<number, bigint>()
  const gross = new Map<number, bigint>()
  const add = (to: Map<number, bigint>, tick: number, amount: bigint): void => {
    to.set(tick, (to.get(tick) ?? 0n) + amount)
  }
  const lowest = intervals[0]?.tickLower ?? 0
  const highest = intervals.at(-1)?.tickUpper ?? 0
  let below = 0n
  intervals.forEach(({ tickLower, liquidity }, i) => {
    add(net, i === 0 ? minUsableTick(spec.tickSpacing) : tickLower, liquidity - below)
    below = liquidity
  })
  add(net, maxUsableTick(spec.tickSpacing), -below)
  for (const { tickLower, tickUpper, liquidity } of held) {
    add(gross, tickLower, liquidity)
    add(gross, tickUpper, liquidity)
    add(heldNet, tickLower, liquidity)
    add(heldNet, tickUpper, -liquidity)
    // What lies inside the visited range is part of its profile already.
    if (tickUpper > lowest && tickLower < highest) continue
    add(net, tickLower, liquidity)
    add(net, tickUpper, -liquidity)
  }
  // A tick that held positions alone make vanishes with them.
  for (const tick of new Set([...net.keys(), ...heldNet.keys()])) {
    add(gross, tick, distance(net.get(tick) ?? 0n, heldNet.get(tick) ?? 0n))
  }
  return [...gross]
    .filter(([, liquidityGross]) => liquidityGross > 0n)
    .sort(([a], [b]) => a - b)
    .map(([tick, liquidityGross]) => ({
      tick,
      liquidityGross,
      liquidityNet: net.get(tick) ?? 0n,
      feeGrowthOutside0X128: 0n,
      feeGrowthOutside1X128: 0n,
    }))
}

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b
}
