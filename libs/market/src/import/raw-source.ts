import { within } from './data-windows.ts'
import type { WindowChoice } from './data-windows.ts'
import type { EventSource } from './event-source.ts'
import { isRangeEvent, joinPositionEvents } from '../positions/join-position-events.ts'
import type { RangeEvent } from '../positions/join-position-events.ts'
import type { PositionLog } from '../fetch/decode-position-log.ts'
import { inlineLogEvents, inlinePositionLogs, positionLogs, rawLogEvents } from './raw-logs.ts'
import { inOrder } from './source-row.ts'
import type { SourcedEvent } from './source-row.ts'

/** Keeps the events that position-manager logs can belong to while the stream passes. */
async function* rememberRanges(
  events: AsyncIterable<SourcedEvent>,
  seen: RangeEvent[],
): AsyncGenerator<SourcedEvent> {
  seen.length = 0
  for await (const sourced of events) {
    if (isRangeEvent(sourced.event)) seen.push(sourced.event)
    yield sourced
  }
}

const collect = async (logs: AsyncIterable<PositionLog>): Promise<readonly PositionLog[]> => {
  const all: PositionLog[] = []
  for await (const log of logs) all.push(log)
  return all
}

/** Undecoded pool logs, with the position manager's logs in a second file where there is one. */
export const rawLogs = async (
  file: string,
  choice: WindowChoice,
  positionFile?: string,
): Promise<EventSource> => {
  const ranges: RangeEvent[] = []
  const logs = positionFile === undefined ? undefined : await collect(positionLogs(positionFile))
  return {
    format: 'raw-logs',
    meta: {},
    notes: [],
    events: () => rememberRanges(within(inOrder(rawLogEvents(file)), choice), ranges),
    ...(logs === undefined ? {} : { positionEvents: () => joinPositionEvents(logs, ranges) }),
  }
}

/** Undecoded pool logs with the position manager's log in the same row. */
export const inlineRawLogs = async (file: string, choice: WindowChoice): Promise<EventSource> => {
  const ranges: RangeEvent[] = []
  const logs = await collect(inlinePositionLogs(file))
  return {
    format: 'raw-logs-inline',
    meta: {},
    notes: [],
    events: () => rememberRanges(within(inOrder(inlineLogEvents(file)), choice), ranges),
    positionEvents: () => joinPositionEvents(logs, ranges),
  }
}
