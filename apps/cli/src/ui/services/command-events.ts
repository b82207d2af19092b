import { readEvents, type CommandEvent, type EventOf } from '@tickwise/terminal'
import type { ChildProcess } from 'node:child_process'
import { endOf, startCommand } from './child-command.ts'

/** How long a command may take to end once it has to, milliseconds. */
const patienceMs = 2000
/** When it is asked once more, milliseconds. */
const reminderMs = 250
/** Of what a process says beside its events the end is kept, characters. */
const keptWords = 2000

/**
 * Runs a command in a process of its own and gives its events as they come, a result or an error last. Whatever
 * the command does, who reads stays free; stopping it is what Ctrl-C is on the command line. When nobody reads
 * any more, the command goes.
 *
 * @param signal once: what the command has is kept
 * @param atOnce it ends now
 * @param program what is started instead of `tickwise`, for tests
 */
export async function* commandEvents(
  args: readonly string[],
  signal: AbortSignal,
  atOnce?: AbortSignal,
  program?: readonly string[],
): AsyncGenerator<CommandEvent, void, void> {
  const child = startCommand([...args, '--jsonl'], signal, program)
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-keptWords)
  })
  let isOver = false
  const ended = endOf(child).finally(() => (isOver = true))
  const end = (): void => endNow(child, ended)
  atOnce?.addEventListener('abort', end, { once: true })
  let last: CommandEvent | undefined
  try {
    for await (const event of readEvents((child.stdout ?? '') as AsyncIterable<Uint8Array>)) {
      last = event
      yield event
    }
    const { exitCode } = await ended
    if (last?.type === 'result' || last?.type === 'error') return
    yield endWithout(last?.t ?? 0, signal.aborted || atOnce?.aborted === true, exitCode, words)
  } finally {
    atOnce?.removeEventListener('abort', end)
    if (!isOver) end()
    await ended
  }
}

/** As two times Ctrl-C, so that a command can end what it has started itself; and then in any case. */
function endNow(child: ChildProcess, ended: Promise<unknown>): void {
  child.kill('SIGINT')
  const reminder = setTimeout(() => child.kill('SIGINT'), reminderMs)
  const last = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  const clear = (): void => {
    clearTimeout(reminder)
    clearTimeout(last)
  }
  ended.then(clear, clear)
}

/** The last event of a command that could not tell it. */
function endWithout(
  t: number,
  isStopped: boolean,
  exitCode: number,
  words: string,
): EventOf<'error'> {
  if (isStopped) {
    const error = { code: 'E_CANCELLED', message: 'stopped by the user', exitCode: 2 }
    return { type: 'error', t, error }
  }
  const message = words.trim().split('\n').at(-1) || `it ended with exit code ${exitCode}`
  const hint = 'run it in a shell to see more'
  return { type: 'error', t, error: { code: 'E_COMMAND_DIED', message, hint, exitCode } }
}
