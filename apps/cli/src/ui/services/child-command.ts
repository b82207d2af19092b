import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CommandEnd } from './ui-services.ts'

const tickwise = fileURLToPath(new URL('../../../bin/tickwise.js', import.meta.url))

/** Processes that were started and have not ended. */
const running = new Set<ChildProcess>()

/** Ends every process that still runs: a second interrupt means at once. */
export function stopChildren(): void {
  for (const child of running) child.kill('SIGINT')
}

// Also when this process ends in another way than it should.
process.on('exit', stopChildren)

/** Runs a command as a person would: see `UiServices.output`. */
export async function commandOutput(
  args: readonly string[],
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<CommandEnd> {
  const child = startCommand(args, signal)
  child.stdout?.setEncoding('utf8').on('data', onText)
  child.stderr?.setEncoding('utf8').on('data', onText)
  return endOf(child)
}

/**
 * Starts `tickwise` in a process of its own; when the signal is aborted it is interrupted once.
 *
 * @param program what is started instead, for tests
 */
export function startCommand(
  args: readonly string[],
  signal: AbortSignal,
  program: readonly string[] = [tickwise],
): ChildProcess {
  const child = spawn(process.execPath, [...program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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

/** How a process ends. */
export function endOf(child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ exitCode: code ?? 2 }))
  })
}
