import { CommanderError } from 'commander'
import { buildProgram } from './program.ts'

const json = process.argv.includes('--json')
const argumentsGiven = process.argv.length > 2

try {
  // Without a command the help is the answer, not a complaint.
  await buildProgram({ silent: json }).parseAsync(
    argumentsGiven ? process.argv : [...process.argv, '--help'],
  )
} catch (error) {
  if (error instanceof CommanderError) reportUsage(error)
  else await fail(error)
}

/** Help and version end with 0; everything commander complains about is the user's to mend. */
function reportUsage({ exitCode, message }: CommanderError): void {
  process.exitCode = exitCode === 0 ? 0 : 1
  if (exitCode === 0 || !json) return
  const [sentence = '', ...more] = message.replace(/^error: /, '').split('\n')
  const hint = ['run with --help for the options', ...more].reverse().join(' ')
  const report = { code: 'E_USAGE', message: sentence, hint, exitCode: 1 }
  process.stderr.write(`${JSON.stringify({ error: report }, null, 2)}\n`)
}

async function fail(error: unknown): Promise<void> {
  const { describeError, renderError } = await import('./terminal/errors.ts')
  const { colourWanted, createStyler } = await import('./terminal/style.ts')
  const report = describeError(error)
  const style = createStyler(colourWanted(process.stderr, process.env))
  const text = json ? JSON.stringify({ error: report }, null, 2) : renderError(report, style)
  process.stderr.write(`${text}\n`)
  process.exitCode = report.exitCode
}
