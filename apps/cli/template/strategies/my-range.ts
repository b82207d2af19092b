// A strategy is a pure function: it gets a view of the market that ends at the time of the decision, the
// vault, and its parameters, and returns what the vault should hold. No clocks, no random numbers, no
// variables that outlive a call: `tickwise check lookahead` and `check determinism` prove it.
import {
  decisionStep,
  defineStrategy,
  hold,
  rangeAround,
  type MarketView,
} from '@tickwise/strategies'
import { z } from 'zod'

export default defineStrategy({
  // Lower-case words joined by hyphens: how runs are listed.
  name: 'my-range',
  title: 'a range around the mean price of the last hours, moved when the price has left it',

  // Each parameter has a default, a range and a description. They are the help text, the check of --param,
  // the axes of a sweep, and part of a run's id.
  parameters: z.object({
    ...decisionStep, // epochSeconds: how often it decides
    halfWidthTicks: z
      .number()
      .int()
      .min(10)
      .max(100_000)
      .default(600)
      .describe('ticks from the middle to each bound; 100 ticks are about 1 %'),
    meanHours: z
      .number()
      .int()
      .min(0)
      .max(168)
      .default(6)
      .describe('hours whose mean price is the middle; 0 takes the price of now'),
  }),

  // Seconds of history it needs before its first decision.
  warmupSeconds: ({ meanHours }) => meanHours * 3600,

  decide: (view, vault, { halfWidthTicks, meanHours }) => {
    const [held] = vault.positions
    if (held !== undefined && held.tickLower <= view.tick && view.tick < held.tickUpper) {
      return hold('the price is in range')
    }
    const middle = meanTick(view, meanHours)
    return {
      kind: 'rebalance',
      // 'to-ratio' trades to the mix of tokens that the ranges need, 'none' places what fits.
      swap: 'to-ratio',
      // Up to four ranges; their weights add up to 10,000.
      ranges: [
        { ...rangeAround(middle, halfWidthTicks, view.spec.tickSpacing), weightBps: 10_000 },
      ],
      reason: held === undefined ? 'first placement' : 'the price has left the range',
    }
  },
})

/** The view answers for its own time and before; asking beyond its end is an error. */
function meanTick(view: MarketView, hours: number): number {
  return hours === 0 ? view.tick : view.meanTick(view.timestamp - hours * 3600, view.timestamp)
}
