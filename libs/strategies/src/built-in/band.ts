import { z } from 'zod'
import { ALL_BPS } from '../decision.ts'
import type { PositionView } from '../vault-view.ts'

/** Parameters of bands of k·σ·√horizon, but for those of the volatility itself. */
export const bandParameters = {
  widthMilliSigmas: z
    .number()
    .int()
    .min(100)
    .max(20_000)
    .default(2000)
    .describe('half-width in thousandths of a standard deviation over the horizon'),
  horizonEpochs: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(24)
    .describe('epochs the range is meant to last'),
  recentreBps: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(8000)
    .describe('recentre when the price has used this share of the half-width'),
  minHalfWidthTicks: z
    .number()
    .int()
    .min(1)
    .max(887_272)
    .default(50)
    .describe('narrowest half-width'),
  maxHalfWidthTicks: z
    .number()
    .int()
    .min(1)
    .max(887_272)
    .default(20_000)
    .describe('widest half-width'),
  swap: z
    .boolean()
    .default(true)
    .describe('swap to the mix the range needs; false = place what fits, rest idle'),
}

/** Whether the price has used up that share of the way from the middle of its band to a bound. */
export function strayed(tick: number, position: PositionView, recentreBps: number): boolean {
  const { tickLower, tickUpper } = position
  const twiceDistance = Math.abs(2 * tick - tickLower - tickUpper)
  return twiceDistance * ALL_BPS >= (tickUpper - tickLower) * recentreBps
}
