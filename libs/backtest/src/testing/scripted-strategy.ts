import { decisionStep, defineStrategy, hold, type Decision } from '@tickwise/strategies'
import { z } from 'zod'

/** Plays these decisions, one per epoch by the clock alone, then holds. */
export function scripted(decisions: readonly Decision[], firstEpoch: number) {
  return defineStrategy({
    name: 'scripted',
    title: 'decisions written down beforehand',
    parameters: z.object(decisionStep),
    warmupSeconds: () => 0,
    decide: (view, _vault, { epochSeconds }) =>
      decisions[view.timestamp / epochSeconds - firstEpoch] ?? hold('script is over'),
  })
}
