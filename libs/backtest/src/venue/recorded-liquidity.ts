import {
  advanceProfile,
  createLiquidityProfile,
  isBoundaryInitialised,
  liquidityOfInterval,
  type LiquidityProfile,
  type PoolEventColumns,
} from '@tickwise/amm'
import type { MarketData } from '../market/market-data.ts'
import type { Stretch, StretchAt } from './walk-swap.ts'

/** Liquidity of the recorded market around the price, at rows that only move forward. */
export interface RecordedLiquidity {
  /** Stretches of the market after its first `row` events. */
  at(row: number): StretchAt
}

const startProfiles = new WeakMap<PoolEventColumns, LiquidityProfile>()

/** Opens the profile at the first question: most runs swap seldom, some never. */
export function recordedLiquidity(market: MarketData): RecordedLiquidity {
  let profile: LiquidityProfile | undefined
  return {
    at: (row) => {
      profile ??= copyOf(startProfile(market))
      advanceProfile(profile, row)
      const opened = profile
      return (tick, down) => stretchOf(opened, tick, down)
    },
  }
}

/** What stands before the first event takes a look at every mint and burn: done once per market. */
function startProfile({ columns, spec, startState }: MarketData): LiquidityProfile {
  let profile = startProfiles.get(columns)
  if (profile === undefined) {
    profile = createLiquidityProfile(columns, spec, startState)
    startProfiles.set(columns, profile)
  }
  return profile
}

function copyOf(profile: LiquidityProfile): LiquidityProfile {
  return {
    ...profile,
    net: { ...profile.net, netByBoundary: new Map(profile.net.netByBoundary) },
    learnt: new Map(profile.learnt),
    grossByBoundary: new Map(profile.grossByBoundary),
  }
}

/** Up to the next initialised tick, the edge of its bitmap word, or where knowledge ends. */
function stretchOf(profile: LiquidityProfile, tick: number, down: boolean): Stretch | undefined {
  const { tickSpacing } = profile.spec
  const index = Math.floor(tick / tickSpacing)
  const liquidity = liquidityOfInterval(profile, index)
  if (liquidity === undefined) return undefined
  let boundary = down ? index : index + 1
  while (!isWordEdge(boundary, down) && !isBoundaryInitialised(profile, boundary)) {
    const beyond = liquidityOfInterval(profile, down ? boundary - 1 : boundary)
    if (beyond !== liquidity) break
    boundary += down ? -1 : 1
  }
  return { liquidity, boundaryTick: boundary * tickSpacing }
}

/** A swap step of the contract looks no further than one word of 256 ticks of its bitmap. */
function isWordEdge(boundary: number, down: boolean): boolean {
  return down ? (boundary & 0xff) === 0 : (boundary & 0xff) === 0xff
}
