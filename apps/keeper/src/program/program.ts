import { Command } from 'commander'
import { addKeeperCommands } from './add-commands.ts'

/**
 * The command tree of `tickwise-keeper`. Nothing heavy is imported before a command runs.
 *
 * @example
 * await runProgram(buildProgram)
 */
export function buildProgram({ silent = false } = {}): Command {
  const program = new Command('tickwise-keeper')
    .version('0.1.0')
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride()
    .configureOutput(silent ? { writeErr: () => undefined } : {})
  return addKeeperCommands(program)
}
