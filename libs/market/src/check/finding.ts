import type { PoolEventColumns } from '@tickwise/amm'
import type { EventsManifest } from '../manifest.ts'

/** Something a check saw. An `error` makes the dataset unfit for exact work, a `warning` is worth knowing. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  /**
   * `file` (row 0: the file as a whole), `order`, `duplicate`, `quiet-time`, `spacing`, `tick-price`, or a
   * kind of replay fault.
   */
  readonly check: string
  readonly message: string
  /** File of the dataset and 1-based row in it. */
  readonly file: string
  readonly row: number
  /** 0-based row in the columns. */
  readonly columnRow: number
  readonly blockNumber: number
  readonly logIndex: number
}

/** What a single check reports: the row it concerns and a sentence. */
export interface RowFault {
  readonly severity: Finding['severity']
  readonly check: string
  readonly columnRow: number
  readonly message: string
}

/** Names the file, row and block of a fault. */
export const locate = (
  fault: RowFault,
  columns: PoolEventColumns,
  files: EventsManifest['files'],
): Finding => {
  let row = fault.columnRow
  let file = files[0]?.path ?? ''
  for (const entry of files) {
    file = entry.path
    if (row < entry.rows) break
    row -= entry.rows
  }
  return {
    ...fault,
    file,
    row: row + 1,
    blockNumber: columns.blockNumber[fault.columnRow] ?? 0,
    logIndex: columns.logIndex[fault.columnRow] ?? 0,
  }
}
