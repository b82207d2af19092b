import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import { volatilityBandPolicy } from '../policies/volatility-band.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'
import { bandParameters, strayed } from './band.ts'
import {
  expectedVariance,
  varianceParameters,
  varianceRequests,
  varianceWarmupSeconds,
} from './expected-variance.ts'

const { widthMilliSigmas, horizonEpochs, ...otherBandParameters } = bandParameters
const { model, ...averageParameters } = varianceParameters

/** A band of k·σ·√horizon around the price, σ from a model or an EWMA of the pool's own variance. */
export const volatilityBand = defineStrategy({
  name: 'volatility-band',
  title: 'a range as wide as the volatility of the last epochs says, k·σ·√horizon to each side',
  parameters: z.object({
    ...decisionStep,
    widthMilliSigmas,
    horizonEpochs,
    ...averageParameters,
    ...otherBandParameters,
    model,
  }),
  warmupSeconds: varianceWarmupSeconds,
  forecasts: varianceRequests,
  decide: (view, vault, params) => {
    const position = vault.positions[0]
    if (position !== undefined && !strayed(view.tick, position, params.recentreBps)) {
      return hold('price is inside the band')
    }
    const { varianceX32, by } = expectedVariance(view, params)
    const range = volatilityBandPolicy({
      ...params,
      tick: view.tick,
      tickSpacing: view.spec.tickSpacing,
      varianceX32,
    })
    const why = position === undefined ? 'first placement' : 'price used up the band'
    return {
      kind: 'rebalance',
      swap: params.swap ? 'to-ratio' : 'none',
      ranges: [{ ...range, weightBps: ALL_BPS }],
      reason: params.model === 'ewma' ? why : `${why}; volatility by ${by}`,
    }
  },
})
