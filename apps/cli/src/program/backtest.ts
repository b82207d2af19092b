import type { Command } from 'commander'
import { act, collect, collectPairs, withCommonOptions } from '@tickwise/terminal/program'
import { withRecordOptions } from './runs.ts'

export function addBacktestCommands(program: Command): void {
  act(
    withRecordOptions(
      withRunOptions(
        program.command('backtest').description('what a strategy would have earned, tick by tick'),
      ),
    ).option('--watch', 'run again whenever the strategy’s file changes, until Ctrl-C'),
    async () => (await import('../commands/backtest.ts')).backtest,
  )
  addSweep(program)
  addPosition(program)

  const check = program
    .command('check')
    .description('proofs about a strategy; exit code 3 if they fail')
  act(
    withRunOptions(
      check
        .command('lookahead')
        .description('decide again on data cut at each decision; any difference is look-ahead'),
    ),
    async () => (await import('../commands/check.ts')).checkLookaheadCommand,
  )
  act(
    withRunOptions(
      check.command('determinism').description('run twice and compare every byte of the result'),
    ),
    async () => (await import('../commands/check.ts')).checkDeterminismCommand,
  )
}

/** The options of everything that runs a strategy over a dataset. */
function withRunOptions(command: Command): Command {
  return withRunSettings(
    command
      .requiredOption('--dataset <dir>', 'the dataset folder')
      .requiredOption(
        '--strategy <name>',
        'a built-in strategy, or a file: its path, or its name here or in strategies/',
      ),
  )
}

/** What a run can be told beside its dataset and strategy. */
export function withRunSettings(command: Command): Command {
  return withCommonOptions(
    command
      .option('--param <name=value...>', 'parameters of the strategy, one or several', collectPairs)
      .option('--from <time>', 'start, such as 2025-07-01 or 2025-07-01T12:00 (UTC)')
      .option('--to <time>', 'end')
      .option('--capital0 <amount>', 'start with this much of token0 (human units, or 123wei)')
      .option('--capital1 <amount>', 'start with this much of token1')
      .option(
        '--capital-value <amount>',
        'start with this value in the asset token, all of it in the asset',
      )
      .option('--asset <symbol>', 'count in this token: 0, 1 or its symbol')
      .option('--impact <mode>', 'taker, diluted or counterfactual', 'diluted')
      .option('--gas-price <gwei>', 'price of gas in gwei (default by chain)')
      .option(
        '--native-price <price>',
        'asset tokens per native token, where the pool does not tell',
      )
      .option('--l1-fee <gwei>', 'data fee per transaction on rollups, in gwei of the native token')
      .option('--delay <seconds>', 'from decision to action')
      .option('--confirmation <seconds>', 'from the end of an epoch to the decision about it')
      .option('--seed <n>', 'for runs that draw random numbers (failed transactions)')
      .option('--model <name|hash>', 'a stored model that forecasts for the strategy')
      .option('--models <dir>', 'the model store', 'models')
      .option('--allow-other-pool', 'take a model that was trained on another pool, or on candles')
      .option('--allow-broken', 'run on a dataset that fails its check'),
  )
}

function addSweep(program: Command): void {
  act(
    withRecordOptions(
      withRunOptions(
        program
          .command('sweep')
          .description('a grid of backtests on all cores; goes on where it was stopped'),
      ),
    )
      .requiredOption(
        '--grid <parameters>',
        'such as halfWidthTicks=500..2000:500,thresholdTicks=100,200,swap=*',
        collect,
      )
      .option('--metric <name>', 'what the best run has most of, or least', 'sharpe')
      .option('--jobs <n>', 'worker threads (default: one per core)')
      .option('--metrics-only', 'record figures, no tables: less disk, faster'),
    async () => (await import('../commands/sweep.ts')).sweep,
  )
}

function addPosition(program: Command): void {
  const position = program.command('position').description('single positions')
  act(
    withCommonOptions(
      position
        .command('verify')
        .description('simulated against collected fees of real positions, to the wei')
        .requiredOption('--dataset <dir>', 'the dataset folder')
        .option('--token-id <n>', 'one position of the position manager')
        .option('--all', 'every position with a closed life in the data (default)')
        .option(
          '--range <lower:upper>',
          'instead: a hypothetical position over this range of ticks',
        )
        .option('--liquidity <n>', 'liquidity of the hypothetical position')
        .option('--from <time>', 'start of the hypothetical position')
        .option('--to <time>', 'its end'),
    ),
    async () => (await import('../commands/position-verify.ts')).positionVerify,
  )
}
