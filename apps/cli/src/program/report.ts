import { act } from '@tickwise/terminal/program'
import type { Command } from 'commander'
import { withRunSettings } from './backtest.ts'
import { withRecordOptions, withRunsFolder } from './runs.ts'

/** `report` and `compare`: runs as people read them. */
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
            .option('--strategy <name>', 'its strategy, built-in or a file'),
        ),
      ),
    ),
    async () => (await import('../commands/report.ts')).report,
  )
  act(
    withForms(
      withRunsFolder(
        program
          .command('compare')
          .description('two to four runs beside each other: metrics, causes, what differs')
          .argument('<runs...>', 'their ids, or the begin of them'),
      ).option('--models <dir>', 'the model store', 'models'),
    ),
    async () => (await import('../commands/compare.ts')).compare,
  )
}

function withForms(command: Command): Command {
  return command
    .option('--html', 'one HTML file without scripts or requests')
    .option('--md', 'Markdown with tables; with --svg it shows the charts')
    .option('--svg', 'every chart as a file')
    .option('--out <file>', 'where to write; with several forms, the begin of the names')
}
