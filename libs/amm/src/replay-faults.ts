import { UserError } from './errors.ts'
import type { PoolEventColumns } from './event-columns.ts'

/** What about an event does not follow from the events before it. */
export type FaultKind = 'direction' | 'tick' | 'liquidity' | 'output' | 'fee'

/** One event that contradicts the stream before it; rows count from 0. */
export interface ReplayFault {
  readonly row: number
  readonly blockNumber: number
  readonly logIndex: number
  readonly kind: FaultKind
  readonly expected: bigint
  readonly actual: bigint
}

const sentences: Record<FaultKind, string> = {
  direction: 'the price moves against the token that was paid in; price before',
  tick: 'the price lies outside its tick; tick',
  liquidity: 'in-range liquidity does not follow from mints, burns and crossings; liquidity',
  output: 'the amount paid out is not what price move and liquidity give; amount',
  fee: 'the fee is not what the fee tier takes from the input; fee',
}

/** A fault with the place of its row. */
export function replayFault(
  columns: PoolEventColumns,
  row: number,
  kind: FaultKind,
  expected: bigint,
  actual: bigint,
): ReplayFault {
  return {
    row,
    blockNumber: columns.blockNumber[row] ?? 0,
    logIndex: columns.logIndex[row] ?? 0,
    kind,
    expected,
    actual,
  }
}

/**
 * A fault as the error that strict replays throw.
 * @example throw continuityError(summary.faults[0])
 */
export function continuityError(fault: ReplayFault): UserError {
  const { row, blockNumber, logIndex, kind, expected, actual } = fault
  return new UserError(
    'E_DATA_CONTINUITY',
    `row ${row} (block ${blockNumber}): ${sentences[kind]} ${actual}, expected ${expected}`,
    {
      hint: 'an event before it is missing, doubled or altered: fetch or import this stretch again',
      facts: { row, blockNumber, logIndex, kind, expected, actual },
    },
  )
}
