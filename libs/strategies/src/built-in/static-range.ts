import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import { rangeOutward } from '../policies/tick-range.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'

/** One range, placed at the first decision and never touched. */
export const staticRange = defineStrategy({
  name: 'static-range',
  title: 'one range around the first price, never moved',
  parameters: z.object({
    ...decisionStep,
    belowTicks: z
      .number()
      .int()
      .min(1)
      .max(887_272)
      .default(2000)
      .describe('ticks from the first price down to the lower bound, rounded outward'),
    aboveTicks: z
      .number()
      .int()
      .min(1)
      .max(887_272)
      .default(2000)
      .describe('ticks from the first price up to the upper bound, rounded outward'),
  }),
  warmupSeconds: () => 0,
  decide: (view, vault, params) => {
    if (vault.positions.length > 0) return hold('placed')
    const { tick, spec } = view
    const range = rangeOutward(tick - params.belowTicks, tick + params.aboveTicks, spec.tickSpacing)
    return {
      kind: 'rebalance',
      swap: 'to-ratio',
      ranges: [{ ...range, weightBps: ALL_BPS }],
      reason: 'first placement',
    }
  },
})
