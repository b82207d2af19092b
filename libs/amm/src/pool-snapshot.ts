import { observeSingle } from './oracle.ts'
import { checkPoolTicks } from './pool-liquidity.ts'
import type { PoolState, TickState } from './pool-state.ts'

/** What a range has seen: tick × seconds, seconds per liquidity X128, seconds, all mod their width. */
export interface CumulativesInside {
  /** int56 */
  readonly tickCumulativeInside: bigint
  /** uint160 */
  readonly secondsPerLiquidityInsideX128: bigint
  /** uint32 */
  readonly secondsInside: number
}

type Marks = Pick<
  TickState,
  'tickCumulativeOutside' | 'secondsPerLiquidityOutsideX128' | 'secondsOutside'
>

/** `snapshotCumulativesInside` of v3-core; `undefined` when a tick of the range is not initialised. */
export function cumulativesInside(
  state: PoolState,
  tickLower: number,
  tickUpper: number,
  timestamp: number,
): CumulativesInside | undefined {
  checkPoolTicks(tickLower, tickUpper)
  const lower = state.ticks.get(tickLower)
  const upper = state.ticks.get(tickUpper)
  if (lower === undefined || upper === undefined) return undefined
  if (state.tick < tickLower) return difference(lower, upper)
  if (state.tick >= tickUpper) return difference(upper, lower)
  const now = observeSingle(state.oracle, timestamp, 0, state.tick, state.liquidity)
  const soFar = {
    tickCumulativeOutside: now.tickCumulative,
    secondsPerLiquidityOutsideX128: now.secondsPerLiquidityCumulativeX128,
    secondsOutside: timestamp,
  }
  const below = difference(soFar, lower)
  return difference(
    {
      tickCumulativeOutside: below.tickCumulativeInside,
      secondsPerLiquidityOutsideX128: below.secondsPerLiquidityInsideX128,
      secondsOutside: below.secondsInside,
    },
    upper,
  )
}

function difference(a: Marks, b: Marks): CumulativesInside {
  return {
    tickCumulativeInside: BigInt.asIntN(56, a.tickCumulativeOutside - b.tickCumulativeOutside),
    secondsPerLiquidityInsideX128: BigInt.asUintN(
      160,
      a.secondsPerLiquidityOutsideX128 - b.secondsPerLiquidityOutsideX128,
    ),
    secondsInside: (a.secondsOutside - b.secondsOutside) >>> 0,
  }
}
