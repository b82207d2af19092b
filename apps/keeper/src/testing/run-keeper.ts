import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/tickwise-keeper.js', import.meta.url))

/** How a run of the command ended. */
export interface KeeperRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that goes on. */
export interface RunningKeeper {
  readonly child: ChildProcess
  /** Settles when this stands in what was written. */
  said(text: string): Promise<void>
  readonly ended: Promise<KeeperRun>
}

/** How a test runs the command. */
export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** What the process takes for the present, Unix seconds. */
  readonly now?: number
}

/** Shifts the clock of a process, since the chain of a test lives in the past. */
function shiftedClock(now: number): readonly string[] {
  const by = Math.round(now * 1_000 - Date.now())
  const code = `const real=Date;const now=()=>real.now()+(${by});globalThis.Date=class extends real{constructor(...a){a.length?super(...a):super(now())}static now(){return now()}}`
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
}

/** Starts the built `tickwise-keeper` as a user would, with pipes instead of a terminal. */
export function startKeeper(args: readonly string[], options: RunOptions): RunningKeeper {
  const clock = options.now === undefined ? [] : shiftedClock(options.now)
  const child = spawn(process.execPath, [...clock, bin, ...args], {
    cwd: options.cwd,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...options.env },
  })
  let stdout = ''
  let stderr = ''
  let heard = (): void => undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    heard()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    heard()
  })
  child.stdin.end(options.stdin ?? '')
  const ended = new Promise<KeeperRun>((resolve) =>
    child.on('close', (code) => {
      heard()
      resolve({ code, stdout, stderr })
    }),
  )
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      heard = () => {
        if ((stdout + stderr).includes(text)) resolve()
        else if (child.exitCode !== null) reject(new Error(`it ended: ${stderr}`))
      }
      heard()
    })
  return { child, said, ended }
}

/** Runs the command to its end. */
export function runKeeper(args: readonly string[], options: RunOptions): Promise<KeeperRun> {
  return startKeeper(args, options).ended
}
