import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import { policyIds, type PolicyParameters } from '../policies/plan.ts'
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
      ...(params.swap ? { policy: { parameters: bandPolicyParameters(params), varianceX32 } } : {}),
      reason: params.model === 'ewma' ? why : `${why}; volatility by ${by}`,
    }
  },
})

/** Parameters of a volatility band that the on-chain policy takes over. */
export type BandPolicyChoice = Pick<
  PolicyParameters,
  'minHalfWidthTicks' | 'maxHalfWidthTicks' | 'widthMilliSigmas' | 'horizonEpochs'
>

/**
 * The on-chain policy of a volatility band, as a vault stores it.
 * @example bandPolicyParameters(parseParameters(volatilityBand, {})).policyId // 1
 */
export function bandPolicyParameters(choice: BandPolicyChoice): PolicyParameters {
  return {
    policyId: policyIds.volatilityBand,
    minHalfWidthTicks: choice.minHalfWidthTicks,
    maxHalfWidthTicks: choice.maxHalfWidthTicks,
    widthMilliSigmas: choice.widthMilliSigmas,
    horizonEpochs: choice.horizonEpochs,
    baseHalfWidthTicks: 0,
    limitWidthTicks: 0,
  }
}
