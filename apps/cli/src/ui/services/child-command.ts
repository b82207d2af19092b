import { RetryableError } from '@tickwise/amm'
import { readEvents, type CommandEvent } from '@tickwise/terminal'
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CommandEnd } from './ui-services.ts'

const program = fileURLToPath(new URL('../../../bin/tickwise.js', import.meta.url))

/** Processes that were started and have not ended. */
const running = new Set<ChildProcess>()

/** Ends every process that still runs: a second interrupt means at once. */
export function stopChildren(): void {
  for (const child of running) child.kill('SIGINT')
}

/** Runs a command in a process of its own: see `UiServices.events`. */
export async function* commandEvents(
  args: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<CommandEvent, void, void> {
  const child = start([...args, '--jsonl'], signal)
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const end = ended(child)
  let last: CommandEvent['type'] | undefined
  if (child.stdout === null) return
  for await (const event of readEvents(child.stdout as AsyncIterable<Uint8Array>)) {
    last = event.type
    yield event
  }
  const { exitCode } = await end
  // A stopped command leaves no last event; one that died says why on stderr, if anywhere.
  if (last !== 'result' && last !== 'error' && !signal.aborted) {
    throw new RetryableError(
      'E_COMMAND_DIED',
      `tickwise ${args.join(' ')} ended without a result`,
      {
        hint: 'run it in a shell to see more',
        facts: { exitCode, stderr: complaint.trim().split('\n').at(-1) ?? '' },
      },
    )
  }
}

/** Runs a command as a person would: see `UiServices.output`. */
export async function commandOutput(
  args: readonly string[],
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<CommandEnd> {
  const child = start(args, signal)
  child.stdout?.setEncoding('utf8').on('data', onText)
  child.stderr?.setEncoding('utf8').on('data', onText)
  return ended(child)
}

function start(args: readonly string[], signal: AbortSignal): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const interrupt = (): void => void child.kill('SIGINT')
  if (signal.aborted) interrupt()
  signal.addEventListener('abort', interrupt, { once: true })
  child.once('close', () => {
    running.delete(child)
    signal.removeEventListener('abort', interrupt)
  })
  return child
}

function ended(child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ exitCode: code ?? 2 }))
  })
}
