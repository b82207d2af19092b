import { decisionStep, defineStrategy, hold, rangeAround } from '@tickwise/strategies'
import { z } from 'zod'

/**
 * Trades in every so many epochs and holds in the others, and says what it saw, so that two decisions are the
 * same only if they saw the same.
 */
export const steadyStrategy = defineStrategy({
  name: 'steady',
  title: 'trades by the calendar',
  parameters: z.object({
    ...decisionStep,
    every: z.number().int().min(1).default(1).describe('epochs from one trade to the next'),
  }),
  warmupSeconds: ({ epochSeconds }) => 2 * epochSeconds,
  forecasts: ({ epochSeconds }) => [{ target: 'log-variance', epochSeconds, horizonEpochs: 2 }],
  decide: (view, vault, { epochSeconds, every }) => {
    const forecast = view.forecast({ target: 'log-variance', epochSeconds, horizonEpochs: 2 })
    const mean = view.meanTick(view.timestamp - epochSeconds, view.timestamp)
    const saw = `mean tick ${mean}, forecast ${forecast?.valueX16}, ${vault.positions.length} positions`
    const epoch = view.timestamp / epochSeconds
    if (epoch % every !== 0) return hold(saw)
    const range = { ...rangeAround(view.tick, 600, view.spec.tickSpacing), weightBps: 10_000 }
    return { kind: 'rebalance', swap: 'to-ratio', ranges: [range], reason: saw }
  },
})
