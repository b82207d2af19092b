import { CommanderError, type Command } from 'commander'

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
  const json = process.argv.includes('--json')
  const argumentsGiven = process.argv.length > 2
  try {
    await build({ silent: json }).parseAsync(
      argumentsGiven ? process.argv : [...process.argv, '--help'],
    )
  } catch (error) {
    if (error instanceof CommanderError) reportUsage(error, json)
    else await fail(error, json)
  }
}

/** Help and version end with 0; everything commander complains about is the user's to mend. */
function reportUsage({ exitCode, message }: CommanderError, json: boolean): void {
  process.exitCode = exitCode === 0 ? 0 : 1
  if (exitCode === 0 || !json) return
  const [sentence = '', ...more] = message.replace(/^error: /, '').split('\n')
  const hint = ['run with --help for the options', ...more].reverse().join(' ')
  const report = { code: 'E_USAGE', message: sentence, hint, exitCode: 1 }
  process.stderr.write(`${JSON.stringify({ error: report }, null, 2)}\n`)
}

async function fail(error: unknown, json: boolean): Promise<void> {
  const { describeError, renderError } = await import('./errors.ts')
  const { colourWanted, createStyler } = await import('./style.ts')
  const report = describeError(error)
  const style = createStyler(colourWanted(process.stderr, process.env))
  const text = json ? JSON.stringify({ error: report }, null, 2) : renderError(report, style)
  process.stderr.write(`${text}\n`)
  process.exitCode = report.exitCode
}
