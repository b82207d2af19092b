import type { WalkForwardPlan } from '../walk-forward/plan.ts'

/** Share of the epochs with a full history that each block of a fold gets when nobody says more. */
const shares = { train: 0.5, validation: 0.1, test: 0.1 } as const

/**
 * Windows for a series of which nothing is known but its length: half of it to learn from, a tenth to choose on,
 * tests of a tenth each, so four folds or five.
 *
 * @example
 * defaultPlan(10_000, 168) // { trainEpochs: 4916, validationEpochs: 983, testEpochs: 983 }
 */
export function defaultPlan(length: number, lookbackEpochs: number): WalkForwardPlan {
  const usable = Math.max(0, length - lookbackEpochs)
  const part = (share: number): number => Math.max(1, Math.floor(usable * share))
  return {
    trainEpochs: part(shares.train),
    validationEpochs: part(shares.validation),
    testEpochs: part(shares.test),
  }
}
