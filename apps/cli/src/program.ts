import { addKeeperCommands } from '@tickwise/keeper/program'
import { explainMistypedOptions } from '@tickwise/terminal/program'
import { Command } from 'commander'
import { useConfig } from './config/use-config.ts'
import { addBacktestCommands } from './program/backtest.ts'
import { addConfigCommands } from './program/config.ts'
import { addDataCommands } from './program/data.ts'
import { addForecastCommands } from './program/forecast.ts'
import { addGeneralCommands } from './program/general.ts'
import { addParityCommand } from './program/parity.ts'
import { addReportCommands } from './program/report.ts'
import { addRunCommands } from './program/runs.ts'
import { addUiCommand } from './program/ui.ts'
import { addVaultCommands } from './program/vault.ts'
import { addVerifyCommand } from './program/verify.ts'

export const version = '0.1.0'

/**
 * The whole command tree. Nothing heavy is imported before a command runs. A silent one leaves it to
 * the caller to tell what is wrong with the arguments.
 */
export function buildProgram({ silent = false } = {}): Command {
  const program = new Command('tickwise')
    .description('Concentrated-liquidity research and vaults on Uniswap v3')
    .version(version)
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride()
    .configureOutput(silent ? { writeErr: () => undefined } : {})
    .addHelpText(
      'after',
      `
Start here:
  tickwise                                          the screens
  tickwise demo                                     everything once, on simulated data
  tickwise data import <file or folder> --out <dir>  your own pool events
  tickwise init <folder>                            a folder of your own, with a strategy to change
  tickwise backtest --dataset <dir> --strategy <name>
  tickwise help                                     concepts: lvr, epochs, walk-forward …

Results go to stdout, progress and errors to stderr; every command takes --json.
Exit codes: 0 done, 1 something to mend, 2 cancelled, 3 a check failed, 70 a bug, 75 try again.`,
    )
  addUiCommand(program)
  addGeneralCommands(program)
  addDataCommands(program)
  addBacktestCommands(program)
  addRunCommands(program)
  addReportCommands(program)
  addForecastCommands(program)
  addVaultCommands(program)
  addParityCommand(program)
  addKeeperCommands(program.command('keeper'))
  addVerifyCommand(program)
  addConfigCommands(program)
  explainMistypedOptions(program)
  useConfig(program)
  return program
}
