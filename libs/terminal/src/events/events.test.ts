import { describe, expect, it } from 'vitest'
import { createEventStream } from './event-stream.ts'
import { jsonlWriter, readEvents, type EventSource } from './jsonl.ts'
import type { CommandEvent } from './schema.ts'

async function read(source: EventSource): Promise<CommandEvent[]> {
  const events: CommandEvent[] = []
  for await (const event of readEvents(source)) events.push(event)
  return events
}

function recorder() {
  const clock = { time: 500 }
  const lines: string[] = []
  const stream = createEventStream(
    jsonlWriter((line) => lines.push(line)),
    () => clock.time,
  )
  return { clock, lines, stream }
}

const started = {
  type: 'started',
  schema: 1,
  command: 'backtest',
  arguments: ['backtest'],
  at: '2025-01-01T00:00:00.000Z',
} as const

describe('a stream of events', () => {
  it('is read back as it was told, with its times', async () => {
    const { clock, lines, stream } = recorder()
    stream.emit(started)
    clock.time += 40
    stream.emit({
      type: 'equity',
      timestamp: 1_700_000_000,
      nav: '12345678901234567890',
      price: 0.1 + 0.2,
      tick: -5,
      inRange: true,
      ranges: [[-10, 10]],
    })
    stream.emit({ type: 'result', exitCode: 3, data: { wei: 2n ** 70n } })
    const events = await read(lines.join(''))
    expect(events.map(({ t }) => t)).toEqual([0, 40, 40])
    expect(events[1]).toMatchObject({ nav: '12345678901234567890', price: 0.1 + 0.2 })
    expect(events[2]).toMatchObject({ exitCode: 3, data: { wei: String(2n ** 70n) } })
  })

  it('tells the rate and the time left of a phase, both since it began', async () => {
    const { clock, lines, stream } = recorder()
    stream.progress({ phase: 'sweeping', done: 100, total: 300 })
    clock.time += 10_000
    stream.progress({ phase: 'sweeping', done: 200, total: 300 })
    stream.progress({ phase: 'sweeping', done: 300, total: 300 })
    const [first, second, last] = await read(lines)
    expect(first).not.toHaveProperty('rate')
    expect(second).toMatchObject({ rate: 10, secondsLeft: 10 })
    expect(last).toMatchObject({ done: 300, secondsLeft: 0 })
  })

  it('leaves out progress that nobody could follow, but no phase and no end', async () => {
    const { clock, lines, stream } = recorder()
    for (let done = 0; done <= 1000; done++) {
      stream.progress({ phase: 'reading', done, total: 1000 })
      clock.time += 1
    }
    stream.progress({ phase: 'checking', done: 0 })
    const events = await read(lines)
    expect(events.length).toBeLessThan(15)
    expect(events.at(-2)).toMatchObject({ phase: 'reading', done: 1000 })
    expect(events.at(-1)).toMatchObject({ phase: 'checking' })
  })
})

describe('readEvents', () => {
  it('joins lines and characters that arrive in pieces', async () => {
    const text = `${JSON.stringify({ type: 'note', t: 1, text: 'größer – Ω' })}\n`
    const bytes = new TextEncoder().encode(text + text)
    async function* bitwise(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < bytes.length; i += 3) yield bytes.slice(i, i + 3)
    }
    expect(await read(bitwise())).toEqual(
      [1, 2].map(() => ({ type: 'note', t: 1, text: 'größer – Ω' })),
    )
  })

  it('ends at a last line that is cut, and passes over kinds of a later version', async () => {
    const note = '{"type":"note","t":1,"text":"a"}\n'
    expect(
      await read(`${note}{"type":"weather","t":2,"sun":true}\n\n${note}{"type":"no`),
    ).toHaveLength(2)
  })

  it.each(['hello\n', '{"type":"note"}\n', '[]\n', '{"type":"equity","t":1,"nav":"1.5"}\n'])(
    'refuses %j, naming the line',
    async (line) => {
      const text = `{"type":"note","t":1,"text":"a"}\n${line}`
      await expect(read(text)).rejects.toMatchObject({ code: 'E_EVENTS', facts: { line: 2 } })
    },
  )
})
