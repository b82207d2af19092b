import type { Command } from 'commander'
import { act, collect, withCommonOptions } from '@tickwise/terminal/program'

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
