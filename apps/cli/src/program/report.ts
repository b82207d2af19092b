import { act } from '@tickwise/terminal/program'
import type { Command } from 'commander'
import { withRunSettings } from './backtest.ts'
import { withRecordOptions } from './runs.ts'

/** `report`: a run as people read it. */
export function addReportCommands(program: Command): void {
  act(
    withForms(
      withRecordOptions(
        withRunSettings(
          program
            .command('report')
            .description('a run as one HTML file to read, print or send; or Markdown, or charts')
            .argument('[run]', 'its id, or the begin of it; without it, say what to run')
            .option('--dataset <dir>', 'the dataset folder of a run that may not have been made')
            .option('--strategy <name>', 'its strategy, built-in or a file')
            .option('--trials <n|record>', 'how many variants were tried before this one'),
        ),
      ),
    ),
    async () => (await import('../commands/report.ts')).report,
  )
}

/** The options of what can be written as a report. */
export function withForms(command: Command): Command {
  return command
    .option('--html', 'one HTML file without scripts or requests')
    .option('--md', 'Markdown with tables; with --svg it shows the charts')
    .option('--svg', 'every chart as a file')
    .option('--out <file>', 'where to write; with several forms, the begin of the names')
}
