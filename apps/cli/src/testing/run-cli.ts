import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as BuiltCli from '../run.ts'

const bin = fileURLToPath(new URL('../../bin/tickwise.js', import.meta.url))

const built = new URL('../../dist/run.js', import.meta.url).href

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

/** When to press Ctrl-C. */
export interface Interruption {
  /** Interrupts as soon as this stands on stderr. */
  readonly interruptOn?: string
  /** Interrupts as soon as this is true. */
  readonly interruptWhen?: () => boolean
  /** Presses it again as soon as the command says that it is stopping. */
  readonly twice?: boolean
}

export interface CliSurroundings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs the built `tickwise` with pipes instead of a terminal, within this process: a process of its own takes
 * a second to start, and the tests ask for a hundred. One after the other.
 */
export function runCli(
  args: readonly string[],
  surroundings: CliSurroundings = {},
): Promise<CliRun> {
  const run = last.then(() => runWithin(args, surroundings))
  last = run.catch(() => undefined)
  return run
}

let last: Promise<unknown> = Promise.resolve()

async function runWithin(
  args: readonly string[],
  { cwd = repositoryRoot, env = {} }: CliSurroundings,
): Promise<CliRun> {
  const { run } = (await import(built)) as typeof BuiltCli
  const before = { argv: process.argv, env: process.env, cwd: process.cwd() }
  const stdout = captured(process.stdout)
  const stderr = captured(process.stderr)
  try {
    process.argv = [process.execPath, bin, ...args]
    process.env = environment(env)
    process.chdir(cwd)
    process.exitCode = undefined
    await run()
    return { code: Number(process.exitCode ?? 0), signal: null, stdout: stdout(), stderr: stderr() }
  } finally {
    stdout()
    stderr()
    process.exitCode = undefined
    Object.assign(process, { argv: before.argv, env: before.env })
    process.chdir(before.cwd)
  }
}

/** Keeps what a stream is given until the returned function gives it back and lets the stream be. */
function captured(stream: NodeJS.WriteStream): () => string {
  const write = stream.write.bind(stream)
  const listeners = stream.listeners('error')
  let text = ''
  stream.write = (chunk: string | Uint8Array, ...more: readonly unknown[]): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
    const done = more.at(-1)
    if (typeof done === 'function') queueMicrotask(() => done())
    return true
  }
  return () => {
    stream.write = write
    // Those of a command would end with its process.
    for (const listener of stream.listeners('error'))
      if (!listeners.includes(listener)) stream.off('error', listener as () => void)
    return text
  }
}

/** Test runners ask for colours; a user's pipe does not. */
function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, TICKWISE_RUNS: runsFolder(), ...more }
  delete env['FORCE_COLOR']
  delete env['NO_COLOR']
  return env
}

/** Runs the built `tickwise` as a user would, in a process that signals reach. */
export async function spawnCli(
  args: readonly string[],
  options: Interruption & CliSurroundings = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(options.env ?? {}),
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  let interrupted = options.interruptOn === undefined
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    if (options.twice && text.includes('Stopping.')) child.kill('SIGINT')
    if (interrupted || !stderr.includes(options.interruptOn ?? '')) return
    interrupted = true
    child.kill('SIGINT')
  })
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
