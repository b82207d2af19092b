import type { Command } from 'commander'

interface UiCommandOptions {
  readonly replay?: string
  readonly data: string
  readonly runs?: string
  readonly models: string
}

/** The screen that shows a running command, and a recorded one. */
const liveScreen = 'live'

/** `ui`: the screens, also opened by `tickwise` alone. */
export function addUiCommand(program: Command): void {
  program
    .command('ui')
    .description('the screens, as `tickwise` alone opens them on a terminal')
    .argument('[screen]', 'which to begin with', 'home')
    .argument('[arguments...]', 'what it shows, such as the id of a run')
    .option('--replay <file>', 'show a stream of events that a command has written with --jsonl')
    .option('--data <dir>', 'folder of the datasets', 'data')
    .option('--runs <dir>', 'folder of the runs (default: TICKWISE_RUNS, else runs)')
    .option('--models <dir>', 'the model store', 'models')
    .action(async (screen: string, args: readonly string[], options: UiCommandOptions) => {
      const { openUi } = await import('../ui/open-ui.ts')
      const { runsFolder } = await import('../runs/runs-folder.ts')
      const { replay, data, models } = options
      await openUi({
        start: replay === undefined ? [screen, ...args] : [liveScreen, '--replay', replay],
        runs: runsFolder(options),
        data,
        models,
      })
    })
}
