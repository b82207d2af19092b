import type { Command } from 'commander'
import { act, collect, withCommonOptions } from '@tickwise/terminal/program'

export function addDataCommands(program: Command): void {
  const data = program.command('data').description('datasets: import, fetch, simulate, check, look')
  addImport(data)
  addFetch(data)
  addSimulate(data)
  addLook(data)
}

function addImport(data: Command): void {
  act(
    withCommonOptions(
      data
        .command('import')
        .description(
          'make a dataset from files: Parquet, CSV, JSON pool state, minute bars, candles',
        )
        .argument('<path>', 'a file or a folder')
        .requiredOption('--out <dir>', 'the dataset folder to make')
        .option('--format <name>', 'do not detect the layout, take this one')
        .option('--position-events <file>', 'position-manager logs that belong to the pool logs')
        .option('--from <time>', 'first moment, such as 2025-06-27 or 2025-06-27T12:00 (UTC)')
        .option('--to <time>', 'last moment (inclusive)')
        .option(
          '--window <dates>',
          'one contiguous window of several, such as 2025-06-27..2025-07-10',
        )
        .option(
          '--map <json>',
          'column mapping of a general CSV or Parquet file, JSON or a file with it',
        )
        .option('--chain-id <id>', 'chain of the pool, where the files do not say')
        .option('--pool <address>', 'address of the pool, where the files do not say')
        .option(
          '--pool-meta <json>',
          'tokens, decimals, fee and spacing of an unknown pool, JSON or a file',
        )
        .option('--symbol <pair>', 'name of a candle series, such as ETH/USDT')
        .option(
          '--reference-price <price>',
          'token1 per token0 at about the first swap, to catch wrong decimals and swapped tokens',
        )
        .option('--force', 'replace the dataset that is already there')
        .option('--allow-broken', 'make the dataset even where events contradict each other')
        .addHelpText(
          'after',
          `
Examples:
  tickwise data import pool-logs.csv.gz --position-events npm-logs.csv.gz --out data/day
  tickwise data import events/ --window 2025-06-27..2025-07-10 --out data/w2`,
        ),
    ),
    async () => (await import('../commands/data-import.ts')).dataImport,
  )
}

function addFetch(data: Command): void {
  act(
    withCommonOptions(
      data
        .command('fetch')
        .description('make a dataset from JSON-RPC endpoints; resumes where it was interrupted')
        .requiredOption('--rpc <url>', 'endpoint; repeat for several', collect)
        .requiredOption('--pool <address>', 'address of the Uniswap v3 pool')
        .requiredOption('--from-block <number>', 'first block')
        .option('--to-block <number>', 'last block (default: the last final one)')
        .requiredOption('--out <dir>', 'the dataset folder to make')
        .option('--position-manager <address>', 'also fetch the events of this position manager')
        .option('--no-start-state', 'do not read the pool state before the first block')
        .option(
          '--verify <how>',
          'all: read every block twice; suspicious: only where an answer looks cut short',
          'all',
        )
        .option('--concurrency <n>', 'requests under way per endpoint', '4')
        .option('--retries <n>', 'failures in a row after which an endpoint is left', '8')
        .option('--force', 'replace the dataset that is already there'),
    ),
    async () => (await import('../commands/data-fetch.ts')).dataFetch,
  )
}

function addSimulate(data: Command): void {
  act(
    withCommonOptions(
      data
        .command('simulate')
        .description('make a dataset from a simulated market on the real contracts (anvil)')
        .requiredOption('--out <dir>', 'the dataset folder to make')
        .option('--days <n>', 'simulated days', '30')
        .option('--seed <text>', 'same seed, same dataset', '1')
        .option('--preset <name>', 'calm or busy', 'busy')
        .option('--fee <n>', 'fee tier in hundredths of a bip: 100, 500, 3000 or 10000', '500')
        .option('--start <time>', 'first moment of the simulated market')
        .option('--force', 'replace the dataset that is already there'),
    ),
    async () => (await import('../commands/data-simulate.ts')).dataSimulate,
  )
}

function addLook(data: Command): void {
  act(
    withCommonOptions(
      data
        .command('check')
        .description(
          'look for gaps, duplicates, wrong order, broken continuity; exit code 3 if any',
        )
        .argument('[dir]', 'a dataset folder (default: dataset of the configuration)'),
    ),
    async () => (await import('../commands/data-check.ts')).dataCheck,
  )
  act(
    withCommonOptions(
      data
        .command('show')
        .description('what a dataset holds, with price, volume and liquidity charts')
        .argument('[dir]', 'a dataset folder (default: dataset of the configuration)')
        .option(
          '--sql <query>',
          'print the rows of a DuckDB query over swaps, mints, burns … instead',
        ),
    ),
    async () => (await import('../commands/data-show.ts')).dataShow,
  )
  act(
    withCommonOptions(
      data
        .command('list')
        .description('the datasets below a folder')
        .argument('[dir]', 'where to look', 'data'),
    ),
    async () => (await import('../commands/data-list.ts')).dataList,
  )
}
