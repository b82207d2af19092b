import type { RunSummary } from '@tickwise/runs'
import { filterRuns, parseCondition } from '@tickwise/runs'
import { describeError } from '@tickwise/terminal'
import { matchesFilter } from '../../parts/matches.ts'
import { poolName, strategyName } from '../names.ts'

/** Runs that are asked for, and what is wrong with how they are asked for. */
export interface FilteredRuns {
  readonly runs: readonly RunSummary[]
  readonly problem?: string
}

/**
 * Runs that have every word of a filter; words such as `sharpe>1` or `strategy=recentre` are conditions, as with
 * `runs list --filter`. A condition that cannot be read hides nothing and is told.
 */
export function filteredRuns(runs: readonly RunSummary[], filter: string): FilteredRuns {
  const words = filter.split(/\s+/).filter((word) => word !== '')
  const isCondition = (word: string): boolean => /[=<>~]/.test(word)
  const plain = words.filter((word) => !isCondition(word)).join(' ')
  const named = runs.filter((run) => matchesFilter(textsOf(run), plain))
  try {
    return { runs: filterRuns(named, words.filter(isCondition).map(parseCondition)) }
  } catch (error) {
    return { runs: named, problem: describeError(error).message.replace(/^--filter /, '') }
  }
}

function textsOf(run: RunSummary): readonly string[] {
  return [run.runId, poolName(run), strategyName(run), ...run.labels, run.datasetPath]
}
