import { runProgram } from '@tickwise/terminal/program'
import { buildProgram } from '../program.ts'
import { repositoryRoot } from './run-cli.ts'

/** What a command left when it ran within this process. */
export interface HereRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

type Write = typeof process.stdout.write

/**
 * Runs a command as `runCli` does, but from source and within this process: no start to wait for. Not for
 * what needs signals or a process of its own. One at a time: arguments, folder and streams are the process's.
 */
export async function runHere(
  args: readonly string[],
  { cwd = repositoryRoot, env = {} }: HereOptions = {},
): Promise<HereRun> {
  const before = { argv: process.argv, cwd: process.cwd(), env: { ...process.env } }
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write }
  const texts = { stdout: '', stderr: '' }
  const capture =
    (name: 'stdout' | 'stderr'): Write =>
    (chunk: unknown, ...more: unknown[]) => {
      texts[name] += String(chunk)
      const done = more.find((value) => typeof value === 'function') as (() => void) | undefined
      done?.()
      return true
    }
  // Test runners ask for colours; a user's pipe does not.
  for (const name of ['FORCE_COLOR', 'NO_COLOR']) delete process.env[name]
  Object.assign(process.env, env)
  process.argv = ['node', 'tickwise', ...args]
  process.stdout.write = capture('stdout')
  process.stderr.write = capture('stderr')
  process.chdir(cwd)
  try {
    await runProgram(buildProgram)
    return { code: Number(process.exitCode ?? 0), ...texts }
  } finally {
    process.exitCode = 0
    process.argv = before.argv
    process.stdout.write = writes.stdout
    process.stderr.write = writes.stderr
    process.chdir(before.cwd)
    for (const name of Object.keys(env)) delete process.env[name]
    Object.assign(process.env, before.env)
  }
}

interface HereOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}
