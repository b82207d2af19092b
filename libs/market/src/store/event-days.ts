import { UserError } from '@tickwise/amm'
import type { PoolEvent } from '@tickwise/amm'

const secondsPerDay = 86_400

/** UTC day of a unix time as `yyyy-mm-dd`. */
export const utcDay = (timestamp: number): string =>
  new Date(timestamp * 1000).toISOString().slice(0, 10)

const facts = (event: PoolEvent): Record<string, number> => ({
  blockNumber: event.blockNumber,
  logIndex: event.logIndex,
})

/** Refuses an event that does not come after the one before it. */
export const checkOrder = (
  before: PoolEvent,
  event: PoolEvent,
  where: Readonly<Record<string, string | number>> = {},
): void => {
  const blocks = event.blockNumber - before.blockNumber
  const logs = event.logIndex - before.logIndex
  const place = Object.entries(where)
    .map(([name, value]) => `${name} ${value}: `)
    .join('')
  if (blocks === 0 && logs === 0)
    throw new UserError(
      'E_DUPLICATE_EVENT',
      `${place}block ${event.blockNumber}, log ${event.logIndex} occurs twice`,
      {
        hint: 'remove the second row: every event may be in the source once',
        facts: { ...where, ...facts(event) },
      },
    )
  if (blocks < 0 || (blocks === 0 && logs < 0) || event.timestamp < before.timestamp)
    throw new UserError(
      'E_EVENT_ORDER',
      `${place}block ${event.blockNumber}, log ${event.logIndex} comes after block ${before.blockNumber}, log ${before.logIndex}`,
      {
        hint: 'sort the source by block number and log index (timestamps follow)',
        facts: { ...where, ...facts(event) },
      },
    )
}

/**
 * Cuts a stream in chain order into UTC days.
 *
 * @throws UserError E_EVENT_ORDER, E_DUPLICATE_EVENT
 */
export async function* eventDays(
  events: Iterable<PoolEvent> | AsyncIterable<PoolEvent>,
): AsyncGenerator<{ readonly day: string; readonly events: readonly PoolEvent[] }> {
  let ofDay: PoolEvent[] = []
  let dayNumber = -1
  let before: PoolEvent | undefined
  for await (const event of events) {
    if (before !== undefined) checkOrder(before, event)
    const number = Math.floor(event.timestamp / secondsPerDay)
    if (number !== dayNumber && ofDay.length > 0) {
      yield { day: utcDay(dayNumber * secondsPerDay), events: ofDay }
      ofDay = []
    }
    dayNumber = number
    ofDay.push(event)
    before = event
  }
  if (ofDay.length > 0) yield { day: utcDay(dayNumber * secondsPerDay), events: ofDay }
}
