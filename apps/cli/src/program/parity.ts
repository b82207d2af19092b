import type { Command } from 'commander'
import { act, collectPairs, withCommonOptions } from '@tickwise/terminal/program'

export function addParityCommand(program: Command): void {
  act(
    withCommonOptions(
      program
        .command('parity')
        .description(
          'play a stretch through the real pool, vault, registry and keeper on a local node, and compare; exit code 3 if they differ',
        )
        .requiredOption('--dataset <dir>', 'the dataset folder')
        .requiredOption('--strategy <name>', 'volatility-band or passive')
        .requiredOption(
          '--model <name|hash|file>',
          'a stored model, or a qmlp/1 file: it forecasts on chain and in the backtest',
        )
        .option(
          '--param <name=value...>',
          'parameters of the strategy, one or several',
          collectPairs,
        )
        .requiredOption('--from <time>', 'first end of an epoch, such as 2025-07-01T12:00 (UTC)')
        .requiredOption('--to <time>', 'last end of an epoch')
        .option(
          '--limit <name=value...>',
          'limits of the vault, such as cooldownSeconds=600; the others as vault deploy has them',
          collectPairs,
        )
        .option('--deposit <amount>', 'what is deposited, in the asset', '10000')
        .option('--asset <symbol>', 'what depositors bring: 0, 1 or its symbol')
        .option('--delay <seconds>', 'from decision to reveal', '60')
        .option('--confirmation <seconds>', 'from the end of an epoch to the decision', '60')
        .option('--models <dir>', 'the model store', 'models')
        .option('--allow-broken', 'run on a dataset that fails its check'),
    ),
    async () => (await import('../commands/parity.ts')).parity,
  )
}
