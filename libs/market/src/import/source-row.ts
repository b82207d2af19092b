import { UserError } from '@tickwise/amm'
import type { EventPlace, PoolEvent } from '@tickwise/amm'

/** Where a row stands in the file the user gave: `row` counts data rows from 1. */
export interface SourcePlace {
  readonly file: string
  readonly row: number
}

/** An event with the place it was read from. */
export interface SourcedEvent extends SourcePlace {
  readonly event: PoolEvent
}

/** A typed error that names file and row and says what to do. */
export const rowError = (
  code: string,
  place: SourcePlace,
  message: string,
  hint: string,
  facts: Readonly<Record<string, string | number | bigint>> = {},
): UserError =>
  new UserError(code, `${place.file}, row ${place.row}: ${message}`, {
    hint,
    facts: { file: place.file, row: place.row, ...facts },
  })

const describe = ({ blockNumber, logIndex }: EventPlace): string =>
  `block ${blockNumber}, log ${logIndex}`

/**
 * Passes events through and refuses one that does not come after the one before it.
 *
 * @throws UserError E_DUPLICATE_EVENT, E_EVENT_ORDER naming file and row
 */
export async function* inOrder(events: AsyncIterable<SourcedEvent>): AsyncGenerator<SourcedEvent> {
  let before: SourcedEvent | undefined
  for await (const sourced of events) {
    if (before !== undefined) refuseDisorder(before, sourced)
    before = sourced
    yield sourced
  }
}

const refuseDisorder = (before: SourcedEvent, after: SourcedEvent): void => {
  const [a, b] = [before.event, after.event]
  const blocks = b.blockNumber - a.blockNumber
  const logs = b.logIndex - a.logIndex
  const facts = { blockNumber: b.blockNumber, logIndex: b.logIndex }
  if (blocks === 0 && logs === 0)
    throw rowError(
      'E_DUPLICATE_EVENT',
      after,
      `${describe(b)} is there twice, first in ${before.file}, row ${before.row}`,
      'remove one of the two rows',
      facts,
    )
  if (blocks < 0 || (blocks === 0 && logs < 0))
    throw rowError(
      'E_EVENT_ORDER',
      after,
      `${describe(b)} comes after ${describe(a)}`,
      'sort the rows by block number and log index',
      facts,
    )
  if (b.timestamp < a.timestamp)
    throw rowError(
      'E_EVENT_ORDER',
      after,
      `time runs back from ${a.timestamp} to ${b.timestamp}`,
      'the timestamp column must be the time of the block: check zone and unit',
      facts,
    )
}
