import { readEvents, type CommandEvent, type EventOf } from '@tickwise/terminal'
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a command is ended from outside. */
export interface CommandStops {
  /** As one Ctrl-C: what the command has is kept. */
  readonly signal: AbortSignal
  /** As the second one: it ends at once. */
  readonly atOnce?: AbortSignal | undefined
}

const tickwise = fileURLToPath(new URL('../../../bin/tickwise.js', import.meta.url))

/** How long a command may take to end after the second Ctrl-C, milliseconds. */
const patienceMs = 2000
/** Of what a process says beside its events the end is kept, characters. */
const keptWords = 2000

/** Processes that are not to be left behind. */
const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/**
 * Runs this program's own command in a process of its own and gives its events as they come, a result or an
 * error last. Whatever the command does, who reads stays free; stopping it is what Ctrl-C is on the command
 * line. When this process goes, or the reader, the command goes.
 *
 * @param program what is started instead of `tickwise`, for tests
 */
export async function* commandEvents(
  args: readonly string[],
  { signal, atOnce }: CommandStops,
  program: readonly string[] = [tickwise],
): AsyncGenerator<CommandEvent, void, void> {
  const child = spawn(process.execPath, [...program, ...args, '--jsonl'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-keptWords)
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      words = error.message
      resolve(null)
    })
    child.on('close', resolve)
  }).finally(() => children.delete(child))
  const ignore = listen(child, { signal, atOnce })
  let last: CommandEvent | undefined
  try {
    for await (const event of readEvents(child.stdout)) {
      last = event
      yield event
    }
    const code = await ended
    if (last?.type === 'result' || last?.type === 'error') return
    yield endWithout(last?.t ?? 0, signal.aborted, code, words)
  } finally {
    ignore()
    child.kill('SIGKILL')
    await ended
  }
}

/** Passes the wishes of the user on; an end at once is an end, also for a command that does not listen. */
function listen(child: ChildProcess, { signal, atOnce }: CommandStops): () => void {
  let timer: NodeJS.Timeout | undefined
  const interrupt = (): void => void child.kill('SIGINT')
  const insist = (): void => {
    interrupt()
    timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  }
  if (signal.aborted) interrupt()
  signal.addEventListener('abort', interrupt)
  atOnce?.addEventListener('abort', insist)
  return () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', interrupt)
    atOnce?.removeEventListener('abort', insist)
  }
}

/** The last event of a command that could not tell it. */
function endWithout(
  t: number,
  isStopped: boolean,
  code: number | null,
  words: string,
): EventOf<'error'> {
  if (isStopped) {
    const error = { code: 'E_CANCELLED', message: 'stopped by the user', exitCode: 2 }
    return { type: 'error', t, error }
  }
  const how = code === null ? 'the command was ended from outside' : `it ended with code ${code}`
  const message = words.trim().split('\n').at(-1) || how
  return { type: 'error', t, error: { code: 'E_COMMAND', message, exitCode: code || 70 } }
}
