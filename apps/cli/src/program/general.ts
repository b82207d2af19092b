import { Argument, type Command } from 'commander'
import { act, collect, withCommonOptions } from '@tickwise/terminal/program'

export function addGeneralCommands(program: Command): void {
  act(
    withCommonOptions(
      program
        .command('demo')
        .description(
          'everything once, on one machine: a market, strategies, a model, a vault with its keeper, depositors, verification, parity',
        )
        .option('--quick', 'only the strategies side by side, on the sample dataset')
        .option('--dataset <dir>', 'only the strategies side by side, on this dataset')
        .option('--out <dir>', 'where the simulated market is kept', 'data/demo')
        .option('--models <dir>', 'the model store', 'models'),
    ),
    async () => (await import('../commands/demo.ts')).demo,
  )

  act(
    withCommonOptions(
      program
        .command('init')
        .description('a folder to work in: configuration, a strategy to change, the sample dataset')
        .argument('[folder]', 'where; made if it is not there', '.'),
    ),
    async () => (await import('../commands/init.ts')).init,
  )

  const strategies = program.command('strategies').description('the built-in strategies')
  act(
    withCommonOptions(strategies.command('list').description('every strategy in one line')),
    async () => (await import('../commands/strategies.ts')).listStrategies,
  )
  act(
    withCommonOptions(
      strategies
        .command('show')
        .description('one strategy: what it does, its parameters with defaults and ranges')
        .argument(
          '[name]',
          'a name from `strategies list`, or a file: its path, or its name here or in strategies/ (default: strategy of the configuration)',
        ),
    ),
    async () => (await import('../commands/strategies.ts')).showStrategy,
  )

  act(
    withCommonOptions(
      program
        .command('doctor')
        .description(
          'what this machine lacks: tools, disk, clock, configuration, data, keys, endpoints',
        )
        .option(
          '--rpc <url>',
          'look at this endpoint; repeat for several (default: rpcUrls)',
          collect,
        )
        .option('--chain <id>', 'the chain that endpoints must be on (default: chainId)')
        .option('--dataset <dir>', 'verify this dataset (default: dataset, else the sample)'),
    ),
    async () => (await import('../commands/doctor.ts')).doctor,
  )

  act(
    withCommonOptions(
      program
        .command('completion')
        .description('a script that completes commands, options, datasets, runs and strategies')
        .addArgument(new Argument('<shell>', 'yours').choices(['bash', 'zsh', 'fish']))
        .addHelpText(
          'after',
          `
Examples:
  source <(tickwise completion bash)
  tickwise completion zsh > ~/.zfunc/_tickwise
  tickwise completion fish > ~/.config/fish/completions/tickwise.fish`,
        ),
    ),
    async () => (await import('../commands/completion.ts')).completion,
  )

  program.helpCommand(false)
  act(
    withCommonOptions(
      program
        .command('help')
        .description('concepts explained: lvr, epochs, walk-forward, exit-codes and others')
        .argument('[topic...]', 'a topic (without one they are listed), or a command'),
    ),
    async () => (await import('../commands/help.ts')).help,
  )
}
