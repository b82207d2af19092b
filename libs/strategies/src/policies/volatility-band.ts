import { isqrtDown } from './integer-root.ts'
import { rangeAround, type TickRange } from './tick-range.ts'

/** Input of {@link volatilityBandPolicy}: integers only. */
export interface VolatilityBandInput {
  readonly tick: number
  readonly tickSpacing: number
  /** Expected variance of the tick over one epoch, ticks² · 2^32. */
  readonly varianceX32: bigint
  readonly horizonEpochs: number
  /** Standard deviations to each side, in thousandths: 2000 = 2 σ. */
  readonly widthMilliSigmas: number
  readonly minHalfWidthTicks: number
  readonly maxHalfWidthTicks: number
}

/**
 * Half-width in ticks that covers k standard deviations of the tick over the horizon, rounded up:
 * `ceil(k · σ · √horizon)`, with σ·√horizon = isqrt(variance · horizon) rounded down at 2^-16 tick.
 *
 * One tick is a log return of 1e-4, so σ in ticks is the volatility in basis points.
 *
 * @example
 * bandHalfWidthTicksUp({ ...input, varianceX32: 100n << 32n, horizonEpochs: 4, widthMilliSigmas: 1500 }) // 30
 */
export function bandHalfWidthTicksUp(
  input: Omit<VolatilityBandInput, 'tick' | 'tickSpacing'>,
): number {
  const sigmaX16 = isqrtDown(input.varianceX32 * BigInt(input.horizonEpochs))
  const scaled = sigmaX16 * BigInt(input.widthMilliSigmas)
  const halfWidth = (scaled + MILLI_X16 - 1n) / MILLI_X16
  if (halfWidth < BigInt(input.minHalfWidthTicks)) return input.minHalfWidthTicks
  if (halfWidth > BigInt(input.maxHalfWidthTicks)) return input.maxHalfWidthTicks
  return Number(halfWidth)
}

const MILLI_X16 = 1000n << 16n

/**
 * One range around the tick, k·σ·√horizon to each side, rounded outward to the spacing. Pure integer
 * arithmetic: a contract gives the same ticks bit for bit.
 *
 * @example
 * volatilityBandPolicy({ tick: 0, tickSpacing: 10, varianceX32: 100n << 32n, horizonEpochs: 1,
 *   widthMilliSigmas: 2000, minHalfWidthTicks: 10, maxHalfWidthTicks: 5000 }) // -20 … 20
 */
export function volatilityBandPolicy(input: VolatilityBandInput): TickRange {
  return rangeAround(input.tick, bandHalfWidthTicksUp(input), input.tickSpacing)
}
