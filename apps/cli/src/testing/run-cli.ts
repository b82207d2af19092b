import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/tickwise.js', import.meta.url))

/** The repository's root, where commands of the tests run. */
export const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url))

let madeFolder: string | undefined

/** Where runs of this process's tests are recorded: gone when it ends. */
function runsFolder(): string {
  if (madeFolder !== undefined) return madeFolder
  const folder = mkdtempSync(join(tmpdir(), 'tickwise-cli-runs-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return (madeFolder = folder)
}

export interface CliRun {
  /** `null` when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built `tickwise` as a user would, with pipes instead of a terminal. */
export async function runCli(
  args: readonly string[],
  options: {
    readonly interruptAfterMs?: number
    /** Interrupts as soon as this stands on stderr. */
    readonly interruptOn?: string
    /** Interrupts as soon as this is true. */
    readonly interruptWhen?: () => boolean
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Test runners ask for colours; a user's pipe does not.
    env: {
      ...process.env,
      FORCE_COLOR: undefined,
      NO_COLOR: undefined,
      TICKWISE_RUNS: runsFolder(),
      ...options.env,
    },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  let interrupted = options.interruptOn === undefined
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    if (interrupted || !stderr.includes(options.interruptOn ?? '')) return
    interrupted = true
    child.kill('SIGINT')
  })
  if (options.interruptAfterMs !== undefined) {
    setTimeout(() => child.kill('SIGINT'), options.interruptAfterMs)
  }
  const { interruptWhen } = options
  const watch =
    interruptWhen &&
    setInterval(() => {
      if (!interruptWhen()) return
      clearInterval(watch)
      child.kill('SIGINT')
    }, 20)
  const ended = await new Promise<Pick<CliRun, 'code' | 'signal'>>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  )
  clearInterval(watch)
  return { ...ended, stdout, stderr }
}
