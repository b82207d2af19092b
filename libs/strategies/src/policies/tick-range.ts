import { floorTickToSpacing, maxUsableTick, minUsableTick } from '@tickwise/amm'

/** Ticks of a range, `tickLower` ≤ tick < `tickUpper`. */
export interface TickRange {
  readonly tickLower: number
  readonly tickUpper: number
}

/**
 * Least multiple of `spacing` at or above `tick`, towards plus infinity.
 * @example ceilTickToSpacing(-11, 10) // -10
 */
export function ceilTickToSpacing(tick: number, spacing: number): number {
  return floorTickToSpacing(tick + spacing - 1, spacing)
}

/**
 * The smallest range on the spacing that holds [lower, upper], kept within the usable ticks and at
 * least one spacing wide: rounding is outward.
 *
 * @example
 * rangeOutward(-5, 5, 10) // { tickLower: -10, tickUpper: 10 }
 */
export function rangeOutward(lower: number, upper: number, spacing: number): TickRange {
  const lowest = minUsableTick(spacing)
  const highest = maxUsableTick(spacing)
  const tickLower = clamp(floorTickToSpacing(lower, spacing), lowest, highest - spacing)
  const tickUpper = clamp(ceilTickToSpacing(upper, spacing), tickLower + spacing, highest)
  return { tickLower, tickUpper }
}

/**
 * The range that reaches at least `halfWidthTicks` to both sides of `tick`, rounded outward.
 *
 * @example
 * rangeAround(1003, 100, 10) // { tickLower: 900, tickUpper: 1110 }
 */
export function rangeAround(tick: number, halfWidthTicks: number, spacing: number): TickRange {
  return rangeOutward(tick - halfWidthTicks, tick + halfWidthTicks, spacing)
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest)
}
