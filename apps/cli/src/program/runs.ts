import type { Command } from 'commander'
import { act, collect, withCommonOptions } from '@tickwise/terminal/program'
import { withForms } from './report.ts'

/** `runs` and what else is about runs that are recorded. */
export function addRunCommands(program: Command): void {
  const runs = program.command('runs').description('the record of every run')
  act(
    withListOptions(runs.command('list').description('every run in one line, the youngest first')),
    async () => (await import('../commands/runs/list.ts')).runsList,
  )
  act(
    withRunsFolder(
      runs
        .command('show')
        .description('one run as it was printed when it was made')
        .argument('<run>', 'its id, or the begin of it'),
    ),
    async () => (await import('../commands/runs/show.ts')).runsShow,
  )
  addCompare(runs.command('compare'))
  addCompare(program.command('compare'))
  act(
    withRunsFolder(
      runs
        .command('export')
        .description('write a run into files: tables as --csv or --parquet, or all of it as --json')
        .argument('<run>', 'its id, or the begin of it')
        .option('--csv', 'tables as comma-separated values, amounts in raw units')
        .option('--parquet', 'tables as Parquet')
        .option('--out <dir>', 'into this folder', '.'),
    ),
    async () => (await import('../commands/runs/export.ts')).runsExport,
  )
  act(
    withRunsFolder(
      runs
        .command('rm')
        .description('remove runs; each can be made again from its inputs')
        .argument('<runs...>', 'their ids, or the begin of them'),
    ),
    async () => (await import('../commands/runs/remove.ts')).runsRemove,
  )
}

function addCompare(command: Command): void {
  act(
    withForms(
      withRunsFolder(
        command
          .description('up to four runs side by side: curves, inputs that differ, figures')
          .argument('<runs...>', 'their ids, or the begin of them; the first is the measure')
          .option('--models <dir>', 'the model store', 'models'),
      ),
    ),
    async () => (await import('../commands/compare.ts')).compare,
  )
}

function withListOptions(command: Command): Command {
  return withRunsFolder(command)
    .option('--sort <column>', 'such as sharpe, totalReturn:asc, strategy, madeAt')
    .option(
      '--filter <condition>',
      'such as strategy=recentre, sharpe>1, label=simulated; all must hold',
      collect,
    )
    .option('--limit <n>', 'at most so many')
}

/** Where runs are kept. */
export function withRunsFolder(command: Command): Command {
  return withCommonOptions(command).option(
    '--runs <dir>',
    'folder of the runs (default: TICKWISE_RUNS, else runs)',
  )
}

/** The options of a command that records what it runs. */
export function withRecordOptions(command: Command): Command {
  return command
    .option('--runs <dir>', 'record in this folder (default: TICKWISE_RUNS, else runs)')
    .option('--no-record', 'keep nothing, and run even what is recorded')
    .option('--fresh', 'run again what is recorded, and compare the bytes')
}
