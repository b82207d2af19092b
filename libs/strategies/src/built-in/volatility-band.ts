import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import { ewmaX32Down } from '../features/ewma.ts'
import { realisedVariances } from '../features/realised-variance.ts'
import { volatilityBandPolicy } from '../policies/volatility-band.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'
import type { PositionView } from '../vault-view.ts'

/** Cells per epoch of the variance grid: 5 minutes for an hour. */
const CELLS_PER_EPOCH = 12

/** A band of k·σ·√horizon around the price, σ from an EWMA of the pool's own realised variance. */
export const volatilityBand = defineStrategy({
  name: 'volatility-band',
  title: 'a range as wide as the volatility of the last epochs says, k·σ·√horizon to each side',
  parameters: z.object({
    ...decisionStep,
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
    lookbackEpochs: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(48)
      .describe('epochs of history behind the volatility'),
    decayBps: z
      .number()
      .int()
      .min(0)
      .max(9999)
      .default(9400)
      .describe('weight of the past in the moving average, in basis points per epoch'),
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
  }),
  warmupSeconds: ({ lookbackEpochs, epochSeconds }) =>
    (lookbackEpochs + 2) * epochSeconds + cellSecondsOf(epochSeconds),
  decide: (view, vault, params) => {
    const position = vault.positions[0]
    if (position !== undefined && !strayed(view.tick, position, params.recentreBps)) {
      return hold('price is inside the band')
    }
    const { epochSeconds, lookbackEpochs } = params
    const cellSeconds = cellSecondsOf(epochSeconds)
    // Whole epochs only, on the clock's grid: the record a contract keeps per finished epoch.
    const end = Math.floor(view.timestamp / epochSeconds) * epochSeconds
    const variances = realisedVariances(view, {
      end,
      epochs: lookbackEpochs,
      epochSeconds: cellSeconds * CELLS_PER_EPOCH,
      cellSeconds,
    })
    const range = volatilityBandPolicy({
      ...params,
      tick: view.tick,
      tickSpacing: view.spec.tickSpacing,
      varianceX32: ewmaX32Down(variances, params.decayBps),
    })
    return {
      kind: 'rebalance',
      swap: params.swap ? 'to-ratio' : 'none',
      ranges: [{ ...range, weightBps: ALL_BPS }],
      reason: position === undefined ? 'first placement' : 'price used up the band',
    }
  },
})

function cellSecondsOf(epochSeconds: number): number {
  return Math.max(1, Math.floor(epochSeconds / CELLS_PER_EPOCH))
}

function strayed(tick: number, position: PositionView, recentreBps: number): boolean {
  const { tickLower, tickUpper } = position
  const twiceDistance = Math.abs(2 * tick - tickLower - tickUpper)
  return twiceDistance * ALL_BPS >= (tickUpper - tickLower) * recentreBps
}
