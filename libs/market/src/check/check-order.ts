import type { PoolEventColumns } from '@tickwise/amm'
import type { RowFault } from './finding.ts'

/** Events must ascend by (block, log index) and time must not run back. */
export function* checkOrderOfRows(columns: PoolEventColumns): Generator<RowFault> {
  const { blockNumber, logIndex, timestamp } = columns
  for (let row = 1; row < columns.length; row++) {
    const blocks = (blockNumber[row] ?? 0) - (blockNumber[row - 1] ?? 0)
    const logs = (logIndex[row] ?? 0) - (logIndex[row - 1] ?? 0)
    const fault = { severity: 'error' as const, columnRow: row }
    if (blocks === 0 && logs === 0)
      yield {
        ...fault,
        check: 'duplicate',
        message: 'the event before has the same block and log index',
      }
    else if (blocks < 0 || (blocks === 0 && logs < 0))
      yield { ...fault, check: 'order', message: 'the event comes after one of a later place' }
    else if ((timestamp[row] ?? 0) < (timestamp[row - 1] ?? 0))
      yield { ...fault, check: 'order', message: 'the timestamp is earlier than the one before' }
  }
}

/** Times without any event that are much longer than usual: a hint of missing data, no proof. */
export function* checkQuietTimes(
  columns: PoolEventColumns,
  longestQuietSeconds: number,
): Generator<RowFault> {
  const { timestamp } = columns
  for (let row = 1; row < columns.length; row++) {
    const seconds = (timestamp[row] ?? 0) - (timestamp[row - 1] ?? 0)
    if (seconds > longestQuietSeconds)
      yield {
        severity: 'warning',
        check: 'quiet-time',
        columnRow: row,
        message: `no event for ${seconds} s before this one`,
      }
  }
}
