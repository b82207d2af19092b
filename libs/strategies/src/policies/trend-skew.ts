import { isqrtDown } from './integer-root.ts'
import { rangeAround, type TickRange } from './tick-range.ts'
import { bandHalfWidthTicksUp, type VolatilityBandInput } from './volatility-band.ts'

/** Most that a drift may move the middle of a band, in thousandths of σ·√horizon. */
export const MAX_SKEW_MILLI_SIGMAS = 250

/** Input of {@link trendSkewPolicy}: integers only. */
export interface TrendSkewInput extends VolatilityBandInput {
  /** Expected change of the tick over the horizon, ticks X16. */
  readonly driftTicksX16: number
  /** Bound of the skew in thousandths of σ·√horizon, 0 … {@link MAX_SKEW_MILLI_SIGMAS}. */
  readonly maxSkewMilliSigmas: number
}

/**
 * Ticks by which the middle of the band leaves the price: the drift, no more than the bound in σ and no more
 * than half the half-width, so that the price stays well inside. Rounded towards zero.
 *
 * @example
 * skewTicksDown({ ...input, varianceX32: 10_000n << 32n, horizonEpochs: 1, maxSkewMilliSigmas: 250,
 *   driftTicksX16: 90 << 16 }) // 25: a quarter of σ = 100
 */
export function skewTicksDown(input: Omit<TrendSkewInput, 'tick' | 'tickSpacing'>): number {
  const sigmaX16 = isqrtDown(input.varianceX32 * BigInt(input.horizonEpochs))
  const boundX16 = (sigmaX16 * BigInt(input.maxSkewMilliSigmas)) / 1000n
  const driftX16 = BigInt(Math.abs(input.driftTicksX16))
  const skewX16 = driftX16 < boundX16 ? driftX16 : boundX16
  const skew = Math.min(Number(skewX16 >> 16n), bandHalfWidthTicksUp(input) >> 1)
  return input.driftTicksX16 < 0 ? -skew : skew
}

/**
 * A volatility band whose middle lies {@link skewTicksDown} from the tick, rounded outward to the spacing.
 *
 * @example
 * trendSkewPolicy({ ...input, tick: 0, driftTicksX16: 0 }) // equals volatilityBandPolicy(input)
 */
export function trendSkewPolicy(input: TrendSkewInput): TickRange {
  const middle = input.tick + skewTicksDown(input)
  return rangeAround(middle, bandHalfWidthTicksUp(input), input.tickSpacing)
}
