import { eventAt } from '../columns-read.ts'
import type { PoolEventColumns } from '../event-columns.ts'
import type { PoolEvent } from '../events.ts'

/** Every event of the columns, in order. */
export function decodeAll(columns: PoolEventColumns): PoolEvent[] {
  return Array.from({ length: columns.length }, (_, row) => eventAt(columns, row))
}
