import { floorTickToSpacing, getSqrtRatioAtTick, MAX_TICK, MIN_TICK } from './tick-math.ts'

const WORD = 256

/**
 * Where a swap's next step may end at most: the next initialised tick, or the edge of the 256-tick word
 * of the contract's bitmap. The contract stops there, and rounds there.
 *
 * The stop holds for every tick in [`validFrom`, `validTo`), so that it is looked up once per interval.
 */
export interface NextStop {
  readonly tick: number
  readonly initialized: boolean
  readonly sqrtPriceX96: bigint
  readonly validFrom: number
  readonly validTo: number
}

/** A stop that holds nowhere: forces the next look-up. */
export const noStop: NextStop = {
  tick: 0,
  initialized: false,
  sqrtPriceX96: 0n,
  validFrom: 0,
  validTo: 0,
}

/** Index of the first element above `tick` in an ascending list. */
export function upperBound(ticks: readonly number[], tick: number): number {
  let low = 0
  let high = ticks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ticks[middle] ?? Infinity) <= tick) low = middle + 1
    else high = middle
  }
  return low
}

/** Inserts a tick into an ascending list. */
export function insertTick(ticks: number[], tick: number): void {
  ticks.splice(upperBound(ticks, tick), 0, tick)
}

/** Removes a tick from an ascending list, if it is there. */
export function removeTick(ticks: number[], tick: number): void {
  const at = upperBound(ticks, tick) - 1
  if (ticks[at] === tick) ticks.splice(at, 1)
}

/** `TickBitmap.nextInitializedTickWithinOneWord(…, lte = true)` of v3-core, on a list of ticks. */
export function nextStopDown(ticks: readonly number[], tick: number, spacing: number): NextStop {
  const above = upperBound(ticks, tick)
  const wordStart = floorTickToSpacing(tick, spacing * WORD)
  const below = ticks[above - 1] ?? -Infinity
  const initialized = below >= wordStart
  const next = initialized ? below : wordStart
  const validTo = Math.min(ticks[above] ?? Infinity, wordStart + spacing * WORD)
  return stopAt(next, initialized, next, validTo)
}

/** `TickBitmap.nextInitializedTickWithinOneWord(…, lte = false)` of v3-core, on a list of ticks. */
export function nextStopUp(ticks: readonly number[], tick: number, spacing: number): NextStop {
  const above = upperBound(ticks, tick)
  const searchFrom = floorTickToSpacing(tick, spacing) + spacing
  const wordStart = floorTickToSpacing(searchFrom, spacing * WORD)
  const wordEnd = wordStart + spacing * (WORD - 1)
  const candidate = ticks[above] ?? Infinity
  const initialized = candidate <= wordEnd
  const next = initialized ? candidate : wordEnd
  const validFrom = Math.max(ticks[above - 1] ?? -Infinity, wordStart - spacing)
  return stopAt(next, initialized, validFrom, next)
}

function stopAt(next: number, initialized: boolean, validFrom: number, validTo: number): NextStop {
  const tick = Math.min(Math.max(next, MIN_TICK), MAX_TICK)
  return { tick, initialized, sqrtPriceX96: getSqrtRatioAtTick(tick), validFrom, validTo }
}
