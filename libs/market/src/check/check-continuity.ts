import { TickwiseError, continuityError, replaySteps } from '@tickwise/amm'
import type { Dataset } from '../dataset.ts'
import type { RowFault } from './finding.ts'

/** A fault of the replay without the row number in front: findings name file and row themselves. */
const sentence = (message: string): string => message.replace(/^row \d+ \(block \d+\): /, '')

/**
 * Every swap must follow from the events before it: its price from the last one, its liquidity from start
 * state, mints and burns, its amounts from liquidity, path and fee. One missing, doubled or changed event
 * shows at a swap after it. Nothing is replayed twice: an index that was built without faults says it all.
 */
export function* checkContinuity(
  dataset: Pick<Dataset, 'columns' | 'spec' | 'startState' | 'index'>,
): Generator<RowFault> {
  const { columns, spec, startState } = dataset
  try {
    if (dataset.index().faults === 0) return
    const { faults } = replaySteps(columns, spec, startState, { onStep: () => undefined })
    for (const fault of faults)
      yield {
        severity: 'error',
        check: fault.kind,
        columnRow: fault.row,
        message: sentence(continuityError(fault).message),
      }
  } catch (error) {
    const row = error instanceof TickwiseError ? error.facts['row'] : undefined
    if (!(error instanceof TickwiseError) || typeof row !== 'number') throw error
    yield {
      severity: 'error',
      check: 'liquidity',
      columnRow: row,
      message: sentence(error.message),
    }
  }
}
