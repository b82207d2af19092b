import type { CommandEvent } from '@tickwise/terminal'
import { describe, expect, it } from 'vitest'
import { commandEvents } from './command-events.ts'

/** A command that tells its process, keeps what it has at the first Ctrl-C, and goes at the second. */
const patient = `
  const tell = (event) => process.stdout.write(JSON.stringify({ t: 1, ...event }) + '\\n')
  process.once('SIGINT', () => {
    tell({ type: 'note', text: 'kept' })
    process.once('SIGINT', () => process.exit(130))
  })
  tell({ type: 'note', text: String(process.pid) })
  setInterval(() => undefined, 1000)`

const quick = `process.stdout.write('{"type":"result","t":1,"exitCode":0,"data":1}\\n')`
const broken = `process.stderr.write('out of luck\\n'); process.exitCode = 9`

const programOf = (script: string) => ['-e', script, '--']

async function collected(events: AsyncIterable<CommandEvent>): Promise<CommandEvent[]> {
  const all: CommandEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a command in a process of its own', () => {
  it('keeps what it has when it is stopped, and ends at once when it is stopped again', async () => {
    const [once, twice] = [new AbortController(), new AbortController()]
    const texts: string[] = []
    const ends: CommandEvent[] = []
    for await (const event of commandEvents([], once.signal, twice.signal, programOf(patient))) {
      if (event.type !== 'note') ends.push(event)
      else if (texts.push(event.text) === 1) once.abort()
      else twice.abort()
    }
    expect(texts[1]).toBe('kept')
    expect(ends).toMatchObject([{ type: 'error', error: { code: 'E_CANCELLED', exitCode: 2 } }])
    expect(isAlive(Number(texts[0]))).toBe(false)
  })

  it('goes when nobody reads any more', async () => {
    const { signal } = new AbortController()
    let pid = 0
    for await (const event of commandEvents([], signal, undefined, programOf(patient))) {
      pid = event.type === 'note' ? Number(event.text) : 0
      break
    }
    expect(pid).toBeGreaterThan(0)
    expect(isAlive(pid)).toBe(false)
  })

  it('ends with its own last event, or with what it said last', async () => {
    const { signal } = new AbortController()
    const [done, failed] = await Promise.all(
      [quick, broken].map((script) =>
        collected(commandEvents([], signal, undefined, programOf(script))),
      ),
    )
    expect(done).toMatchObject([{ type: 'result', exitCode: 0 }])
    expect(failed).toMatchObject([
      { type: 'error', error: { code: 'E_COMMAND_DIED', message: 'out of luck', exitCode: 9 } },
    ])
  })
})
