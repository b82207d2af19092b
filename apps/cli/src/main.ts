import { CommanderError } from 'commander'
import { buildProgram } from './program.ts'

try {
  await buildProgram().parseAsync(process.argv)
} catch (error) {
  // Help and version end with 0; everything commander complains about is the user's to mend.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1
  else await fail(error)
}

async function fail(error: unknown): Promise<void> {
  const { describeError, renderError } = await import('./terminal/errors.ts')
  const { createStyler } = await import('./terminal/style.ts')
  const report = describeError(error)
  process.stderr.write(`${renderError(report, createStyler(false))}\n`)
  process.exitCode = report.exitCode
}
