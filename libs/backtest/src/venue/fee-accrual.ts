import { dilutedFees, feeGrowthBetween, Q128 } from '@tickwise/amm'
import type { TokenPair } from '@tickwise/strategies'
import type { MarketData } from '../market/market-data.ts'
import { rangeSegments, type RangeSegment } from './range-segments.ts'
import type { HeldPosition } from './venue.ts'

/** How fees with our liquidity in the pool were got. */
export interface DilutionReport {
  /** Queries answered by the index's moments, and by summing recorded steps. */
  readonly byMoments: number
  readonly bySteps: number
  /** Largest error bound of a query, relative to its fees. */
  readonly largestErrorBound: number
}

/** Fees of the positions that were placed last. */
export interface FeeAccrual {
  /** New positions from the state after `row` events on. */
  place(positions: readonly HeldPosition[], row: number): void
  /** Fees per position up to `row`, rounded down; `row` never falls between placements. */
  at(row: number): readonly TokenPair[]
  report(): DilutionReport | undefined
}

/**
 * Fee growth inside × liquidity, as if our liquidity took nothing from anybody: what the contract
 * pays for the whole time since placement, rounded down once.
 */
export function fullAccrual(market: MarketData): FeeAccrual {
  let positions: readonly HeldPosition[] = []
  let placedRow = 0
  return {
    place: (placed, row) => {
      positions = placed
      placedRow = row
    },
    at: (row) =>
      positions.map(({ tickLower, tickUpper, liquidity }) => {
        const growth = feeGrowthBetween(market.index(), tickLower, tickUpper, placedRow, row)
        return {
          amount0: (growth.growth0X128 * liquidity) / Q128,
          amount1: (growth.growth1X128 * liquidity) / Q128,
        }
      }),
    report: () => undefined,
  }
}

/**
 * Each recorded fee shared with all our liquidity in its range. Summed from look to look, so that a
 * position that is held for long does not go over its whole life each time; fractions are kept, so
 * that it does not matter how often somebody looks.
 */
export function dilutedAccrual(market: MarketData): FeeAccrual {
  let segments: readonly RangeSegment[] = []
  let positions: readonly HeldPosition[] = []
  let earnedX128: { amount0: bigint; amount1: bigint }[] = []
  let countedRow = 0
  let byMoments = 0
  let bySteps = 0
  let largestErrorBound = 0

  const addSegment = (segment: RangeSegment, row: number): void => {
    const { tickLower, tickUpper, liquidity, members } = segment
    const index = market.index()
    const fees = dilutedFees(index, tickLower, tickUpper, countedRow, row, liquidity)
    if (fees.method === 'moments') byMoments++
    else bySteps++
    largestErrorBound = Math.max(largestErrorBound, fees.relativeErrorBound)
    for (const member of members) {
      const share = earnedX128[member]
      const own = positions[member]?.liquidity ?? 0n
      if (share === undefined) continue
      share.amount0 += (fees.fee0X128 * own) / liquidity
      share.amount1 += (fees.fee1X128 * own) / liquidity
    }
  }

  return {
    place: (placed, row) => {
      positions = placed
      segments = rangeSegments(placed)
      earnedX128 = placed.map(() => ({ amount0: 0n, amount1: 0n }))
      countedRow = row
    },
    at: (row) => {
      if (row > countedRow) {
        for (const segment of segments) addSegment(segment, row)
        countedRow = row
      }
      return earnedX128.map(({ amount0, amount1 }) => ({
        amount0: amount0 / Q128,
        amount1: amount1 / Q128,
      }))
    },
    report: () => ({ byMoments, bySteps, largestErrorBound }),
  }
}
