import { z } from 'zod'
import { ALL_BPS, hold } from '../decision.ts'
import type { MarketView } from '../market-view.ts'
import { rangeAround, type TickRange } from '../policies/tick-range.ts'
import { decisionStep, defineStrategy } from '../strategy.ts'
import type { VaultView } from '../vault-view.ts'

interface Triggers {
  readonly thresholdTicks: number
  readonly periodEpochs: number
  readonly epochSeconds: number
}

/** One symmetric range that follows the price by threshold, by period, or both. */
export const recentre = defineStrategy({
  name: 'recentre',
  title: 'a range around the price, placed anew when the price strays or time has passed',
  parameters: z.object({
    ...decisionStep,
    halfWidthTicks: z
      .number()
      .int()
      .min(1)
      .max(887_272)
      .default(1000)
      .describe('ticks from the price to each bound, rounded outward'),
    thresholdTicks: z
      .number()
      .int()
      .min(0)
      .max(887_272)
      .default(800)
      .describe('recentre when the price is this many ticks from the middle; 0 = not by price'),
    periodEpochs: z
      .number()
      .int()
      .min(0)
      .max(100_000)
      .default(0)
      .describe('recentre after this many epochs; 0 = not by time'),
    swap: z
      .boolean()
      .default(true)
      .describe('swap to the mix the range needs; false = place what fits, rest idle'),
  }),
  warmupSeconds: () => 0,
  decide: (view, vault, params) => {
    const range = rangeAround(view.tick, params.halfWidthTicks, view.spec.tickSpacing)
    const reason = triggered(view, vault, range, params)
    if (reason === undefined) return hold('price is near the middle')
    return {
      kind: 'rebalance',
      swap: params.swap ? 'to-ratio' : 'none',
      ranges: [{ ...range, weightBps: ALL_BPS }],
      reason,
    }
  },
})

function triggered(
  view: MarketView,
  vault: VaultView,
  target: TickRange,
  triggers: Triggers,
): string | undefined {
  const position = vault.positions[0]
  if (position === undefined) return 'first placement'
  const { thresholdTicks, periodEpochs, epochSeconds } = triggers
  const middle = Math.floor((position.tickLower + position.tickUpper) / 2)
  const distance = Math.abs(view.tick - middle)
  const strayed = thresholdTicks > 0 && distance >= thresholdTicks
  // Rounding to the spacing and the ends of the tick range put the middle of a fresh range away from
  // the price: only a range that would come to lie elsewhere is worth its gas.
  const gained = shift(position, target) > Math.max(0, thresholdTicks - view.spec.tickSpacing)
  if (strayed && gained) return 'price strayed from the middle'
  const age = view.decisionTime - (vault.lastRebalance ?? view.decisionTime)
  // An action follows its decision by a delay, so whole periods are counted to the nearest epoch.
  if (periodEpochs > 0 && Math.round(age / epochSeconds) >= periodEpochs) return 'period is over'
  return undefined
}

function shift(from: TickRange, to: TickRange): number {
  return Math.max(Math.abs(to.tickLower - from.tickLower), Math.abs(to.tickUpper - from.tickUpper))
}
