import { CommanderError, type Command } from 'commander'
import type { ErrorReport } from './errors.ts'

/**
 * The whole life of a command: parses the arguments of this process, runs what they name, and ends with
 * the exit code by the error's family. Without arguments the help is the answer, not a complaint.
 *
 * @param build makes the command tree; a silent one leaves it to us to tell what is wrong with the arguments
 * @example
 * await runProgram(buildProgram)
 */
export async function runProgram(
  build: (options: { readonly silent: boolean }) => Command,
): Promise<void> {
  process.stdout.on('error', ignoreLeftReader)
  const mode = modeOf(process.argv)
  const argumentsGiven = process.argv.length > 2
  try {
    await build({ silent: mode !== 'text' }).parseAsync(
      argumentsGiven ? process.argv : [...process.argv, '--help'],
    )
  } catch (error) {
    if (error instanceof CommanderError) reportUsage(error, mode)
    else await fail(error, mode)
  }
}

/** A reader of a pipe that has seen enough (`| head`), or a terminal that was closed. */
function ignoreLeftReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
}

/** How a command answers: a text, one document, or a stream of events. */
type Mode = 'text' | 'json' | 'jsonl'

function modeOf(argv: readonly string[]): Mode {
  if (argv.includes('--jsonl')) return 'jsonl'
  return argv.includes('--json') ? 'json' : 'text'
}

/** Help and version end with 0; everything commander complains about is the user's to mend. */
function reportUsage({ exitCode, message }: CommanderError, mode: Mode): void {
  process.exitCode = exitCode === 0 ? 0 : 1
  if (exitCode === 0 || mode === 'text') return
  const [sentence = '', ...more] = message.replace(/^error: /, '').split('\n')
  const hint = ['run with --help for the options', ...more].reverse().join(' ')
  writeReport({ code: 'E_USAGE', message: sentence, hint, exitCode: 1 }, mode)
}

async function fail(error: unknown, mode: Mode): Promise<void> {
  const { describeError, renderError } = await import('./errors.ts')
  const { colourWanted, createStyler } = await import('./style.ts')
  const report = describeError(error)
  if (mode === 'text') {
    const style = createStyler(colourWanted(process.stderr, process.env))
    process.stderr.write(`${renderError(report, style)}\n`)
  } else writeReport(report, mode)
  process.exitCode = report.exitCode
}

function writeReport(error: ErrorReport, mode: Exclude<Mode, 'text'>): void {
  if (mode === 'jsonl') process.stdout.write(`${JSON.stringify({ type: 'error', error, t: 0 })}\n`)
  else process.stderr.write(`${JSON.stringify({ error }, null, 2)}\n`)
}
