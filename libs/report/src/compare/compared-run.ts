import type { BacktestResult } from '@tickwise/backtest'
import type { Provenance } from '../document/provenance.ts'
import { factsOf, type RunFacts } from '../document/run-facts.ts'

/** A run to compare, and where it comes from. */
export interface RunToCompare {
  readonly result: BacktestResult
  readonly provenance: Provenance
}

/** A run in a comparison: its letter tells it apart from others of the same strategy. */
export interface ComparedRun extends RunToCompare {
  /** `A recentre`. */
  readonly name: string
  readonly facts: RunFacts
}

/** Names runs `A`, `B`, … in their order. */
export function nameRuns(runs: readonly RunToCompare[]): readonly ComparedRun[] {
  return runs.map((run, i) => ({
    ...run,
    name: `${'ABCD'.charAt(i)} ${run.result.strategy.name}`,
    facts: factsOf(run.result),
  }))
}
