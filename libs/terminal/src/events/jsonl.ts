import { TextDecoder } from 'node:util'
import { UserError } from '@tickwise/amm'
import type { EventConsumer } from './event-stream.ts'
import type { CommandEvent } from './schema.ts'

/** Reports of one phase come no closer than this, milliseconds. */
const progressPauseMs = 100

/**
 * Writes events as JSON, one a line. Of progress only what a reader can follow: the first report of a phase,
 * its last, and one every tenth of a second in between. Bigints become decimal strings.
 */
export function jsonlWriter(write: (line: string) => void): EventConsumer {
  let phase: string | undefined
  let last = -Infinity
  return (event) => {
    if (event.type === 'progress') {
      const isNew = event.phase !== phase
      const isEnd = event.total !== undefined && event.done >= event.total
      if (!isNew && !isEnd && event.t - last < progressPauseMs) return
      phase = event.phase
      last = event.t
    }
    write(`${JSON.stringify(event, decimals)}\n`)
  }
}

const decimals = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value

/** A stream of events as it is read: a text, or pieces of one as a file or a pipe gives them. */
export type EventSource = string | Iterable<string> | AsyncIterable<string | Uint8Array>

/**
 * Reads a recorded or running stream of events back. Events of a kind that this version does not know are
 * passed over; a last line that is cut (the writer was stopped) ends the stream.
 *
 * @throws UserError E_EVENTS naming the line that is no event
 * @example
 * for await (const event of readEvents(createReadStream('run.jsonl'))) show(event)
 */
export async function* readEvents(source: EventSource): AsyncGenerator<CommandEvent, void, void> {
  const { eventSchema } = await import('./schema.ts')
  const known = new Set<unknown>(eventSchema.options.map(({ shape }) => shape.type.value))
  let number = 0
  for await (const { line, isWhole } of linesOf(source)) {
    number += 1
    if (line.trim() === '') continue
    const value = parsed(line)
    if (value === undefined && !isWhole) return
    if (isObject(value) && typeof value['type'] === 'string' && !known.has(value['type'])) continue
    const event = eventSchema.safeParse(value)
    if (!event.success) throw noEvent(number, line, event.error)
    yield event.data
  }
}

async function* linesOf(
  source: EventSource,
): AsyncGenerator<{ readonly line: string; readonly isWhole: boolean }, void, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of typeof source === 'string' ? [source] : source) {
    rest += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield { line, isWhole: true }
  }
  if (rest !== '') yield { line: rest, isWhole: false }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function noEvent(number: number, line: string, cause: unknown): UserError {
  return new UserError('E_EVENTS', `line ${number} is no event: ${line.slice(0, 60)}`, {
    hint: 'give a file that a command has written with --jsonl',
    facts: { line: number },
    cause,
  })
}
