import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import { passivePolicy } from '../policies/passive.ts'
import { policyIds, type PolicyParameters } from '../policies/plan.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'
import { vaultAmounts } from '../vault-view.ts'

/** Base and limit order, refreshed by period: rebalances by being traded against, never by a swap. */
export const passive = defineStrategy({
  name: 'passive',
  title: 'a base range and a limit order for the token left over; never swaps',
  parameters: z.object({
    ...decisionStep,
    baseHalfWidthTicks: z
      .number()
      .int()
      .min(1)
      .max(887_272)
      .default(1200)
      .describe('ticks from the price to each bound of the base range, rounded outward'),
    limitWidthTicks: z
      .number()
      .int()
      .min(1)
      .max(887_272)
      .default(600)
      .describe('width of the limit order beside the price, rounded outward'),
    periodEpochs: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .default(24)
      .describe('epochs between placements'),
  }),
  warmupSeconds: () => 0,
  decide: (view, vault, params) => {
    const age = view.decisionTime - (vault.lastRebalance ?? view.decisionTime)
    const due = Math.round(age / params.epochSeconds) >= params.periodEpochs
    if (vault.positions.length > 0 && !due) return hold('period is not over')
    const { tick, sqrtPriceX96, spec } = view
    const plan = passivePolicy({
      tick,
      sqrtPriceX96,
      tickSpacing: spec.tickSpacing,
      ...vaultAmounts(vault),
      baseHalfWidthTicks: params.baseHalfWidthTicks,
      limitWidthTicks: params.limitWidthTicks,
    })
    const ranges = plan.limit === undefined ? [plan.base] : [plan.base, plan.limit]
    return {
      kind: 'rebalance',
      swap: 'none',
      ranges: ranges.map((range) => ({ ...range, weightBps: ALL_BPS })),
      policy: { parameters: passivePolicyParameters(params), varianceX32: 0n },
      reason: vault.positions.length > 0 ? 'period is over' : 'first placement',
    }
  },
})

/**
 * The on-chain policy of a passive vault, as it stores it.
 * @example passivePolicyParameters({ baseHalfWidthTicks: 1200, limitWidthTicks: 600 }).policyId // 2
 */
export function passivePolicyParameters(
  choice: Pick<PolicyParameters, 'baseHalfWidthTicks' | 'limitWidthTicks'>,
): PolicyParameters {
  return {
    policyId: policyIds.passive,
    minHalfWidthTicks: 0,
    maxHalfWidthTicks: 0,
    widthMilliSigmas: 0,
    horizonEpochs: 0,
    baseHalfWidthTicks: choice.baseHalfWidthTicks,
    limitWidthTicks: choice.limitWidthTicks,
  }
}
