import { CancelledError } from '@tickwise/amm'
import { describeError, renderError } from './errors.ts'
import { foldLines } from './fold.ts'
import { toJson } from './json.ts'
import { createProgress, type ProgressReport } from './progress.ts'
import { colourWanted, createStyler, type Styler } from './style.ts'

/** What every command gets beside its own options. */
export interface CommandContext {
  /** Styles text meant for stdout. */
  readonly style: Styler
  /** Columns of the terminal, 100 where there is none. */
  readonly width: number
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal
  readonly onProgress: (report: ProgressReport) => void
  /**
   * Runs work that does not yield. Signals cannot reach our handler meanwhile, so the system's own one
   * is restored: Ctrl-C ends such work at once. For work that leaves nothing half-written.
   */
  readonly blocking: <T>(work: () => T) => T
  /** A line for the person at the terminal: stderr, not with `--quiet`. */
  readonly note: (text: string) => void
}

/** What a command leaves: data for machines, a text for people, and how it ended. */
export interface CommandResult {
  readonly data: unknown
  readonly text: string
  /** 3 when a check ran and failed; the text says what. */
  readonly exitCode?: 0 | 3
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean
  readonly quiet?: boolean
}

/**
 * Runs a command: result on stdout (one JSON document with `--json`), progress and errors on stderr,
 * exit code by the error's family. The first Ctrl-C cancels cleanly, the second stops at once.
 */
export async function runCommand(
  options: CommonOptions,
  command: (context: CommandContext) => Promise<CommandResult>,
): Promise<void> {
  const controller = new AbortController()
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(130)
    process.stderr.write('\nStopping. Ctrl-C again stops at once.\n')
    controller.abort(new CancelledError('E_CANCELLED', 'stopped by the user'))
  }
  const listen = (): void => {
    process.on('SIGINT', onInterrupt)
    process.on('SIGTERM', onInterrupt)
  }
  const ignore = (): void => {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
  const blocking = <T>(work: () => T): T => {
    ignore()
    try {
      return work()
    } finally {
      listen()
    }
  }
  listen()
  const quiet = Boolean(options.quiet)
  const progress = createProgress({
    write: (text) => (quiet ? undefined : process.stderr.write(text)),
    interactive: Boolean(process.stderr.isTTY) && process.env['TERM'] !== 'dumb',
    now: () => performance.now(),
  })
  try {
    const result = await command({
      style: createStyler(!options.json && colourWanted(process.stdout, process.env)),
      width: process.stdout.columns ?? 100,
      signal: controller.signal,
      onProgress: progress.report,
      blocking,
      note: (text) => void (quiet ? undefined : process.stderr.write(`${text}\n`)),
    })
    progress.finish()
    const columns = process.stdout.isTTY ? process.stdout.columns : Infinity
    await writeOut(`${options.json ? toJson(result.data) : foldLines(result.text, columns)}\n`)
    process.exitCode = result.exitCode ?? 0
  } catch (error) {
    progress.finish()
    const report = describeError(error)
    process.stderr.write(
      options.json
        ? // One line, the last one: progress and notes may stand before it.
          `${JSON.stringify({ error: report })}\n`
        : `${renderError(report, createStyler(colourWanted(process.stderr, process.env)))}\n`,
    )
    process.exitCode = report.exitCode
  } finally {
    ignore()
  }
}

/** Waits until stdout has taken the text; a reader that left early (`| head`) is no error. */
async function writeOut(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' ? resolve() : reject(error),
    )
    process.stdout.write(text, () => resolve())
  })
}
