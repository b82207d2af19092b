import { createEwma } from './ewma.ts'
import { createGarch } from './garch.ts'
import { createHarFees } from './har-fees.ts'
import { createDriftAr, createHar, createHarHour } from './har.ts'
import type { Learner, Target } from './model.ts'
import { createNaive, createSeasonalNaive } from './naive.ts'

/**
 * The models of this package that need no network, for a target; the first is naive and `benchmarkOf` names
 * the bar.
 *
 * @example
 * builtInLearners({ kind: 'log-variance', horizonEpochs: 4 }).map(({ name }) => name)
 */
export function builtInLearners(target: Target): readonly Learner[] {
  switch (target.kind) {
    case 'log-variance':
      return [createNaive(target), createEwma(), createGarch(), createHar(), createHarHour()]
    case 'log-fee-growth':
      return [createNaive(target), createSeasonalNaive(target), createEwma(), createHarFees(target)]
    case 'drift':
      return [createNaive(target), createDriftAr()]
  }
}

/**
 * Name of the model that others must beat: HAR for variance and fees, no change for drift.
 *
 * @example
 * benchmarkOf({ kind: 'log-fee-growth', horizonEpochs: 1 }) // 'har-fees'
 */
export function benchmarkOf(target: Pick<Target, 'kind'>): string {
  switch (target.kind) {
    case 'log-variance':
      return 'har'
    case 'log-fee-growth':
      return 'har-fees'
    case 'drift':
      return 'naive'
  }
}
