import { withCommonOptions } from '@tickwise/terminal/program'
import type { Command } from 'commander'
import { act, withConfig, withSigner } from './options.ts'

/**
 * Adds the keeper's commands to a program of its own or to `tickwise keeper`.
 *
 * @example
 * addKeeperCommands(program.command('keeper'))
 */
export function addKeeperCommands(keeper: Command): Command {
  keeper
    .description('keeps vaults: commits to forecasts, reveals them and rebalances, on schedule')
    .addHelpText(
      'after',
      `
Start here:
  tickwise-keeper keys new --out keystore.json   a key of its own, encrypted
  tickwise-keeper config check                   whether tickwise.json holds
  tickwise-keeper simulate                       what it would do now
  tickwise-keeper run --dry-run                  all of it, sending nothing

Flags stand over TICKWISE_… variables over tickwise.json over defaults. Results go to stdout, the log
and errors to stderr. Exit codes: 0 done, 1 something to mend, 2 cancelled, 3 a check failed, 70 a bug,
75 try again.`,
    )
  addRunning(keeper)
  addLooking(keeper)
  addKeys(keeper)
  addJournal(keeper)
  addConfig(keeper)
  return keeper
}

function addRunning(keeper: Command): void {
  act(
    withSigner(
      keeper
        .command('run')
        .description('look at the chain on schedule, until it is stopped')
        .option('--port <n>', 'port of /metrics, /healthz and /readyz; 0: none'),
    ).addHelpText(
      'after',
      `
SIGTERM or Ctrl-C ends after the step in hand, a second one at once. SIGUSR1 stops all sending until the
next SIGUSR1; so does the file that killSwitchFile names, as long as it exists.`,
    ),
    async () => (await import('../commands/run.ts')).run,
  )
  act(
    withSigner(keeper.command('once').description('look at the chain once, for other schedulers')),
    async () => (await import('../commands/once.ts')).once,
  )
  act(
    withSigner(
      keeper
        .command('recover')
        .description('what it takes to come back in line with the chain')
        .option('-y, --yes', 'do it'),
    ),
    async () => (await import('../commands/recover.ts')).recover,
  )
}

function addLooking(keeper: Command): void {
  act(
    withConfig(
      keeper
        .command('status')
        .description('where every vault stands, what comes next, what it costs and earns')
        .option('--keystore <file>', 'whose address is the keeper’s'),
    ),
    async () => (await import('../commands/status.ts')).status,
  )
  act(
    withSigner(
      keeper
        .command('simulate')
        .description('the next decision: what it would commit to and send, sending nothing'),
    ),
    async () => (await import('../commands/simulate.ts')).simulate,
  )
}

function addKeys(keeper: Command): void {
  const keys = keeper.command('keys').description('the key that signs, encrypted')
  const sealing = (name: string, description: string) =>
    withCommonOptions(
      keys
        .command(name)
        .description(description)
        .option('--out <file>', 'the keystore to write; never replaced', 'keystore.json')
        .option('--password-file <file>', 'its password; asked for without it'),
    )
  act(
    sealing('new', 'make a key and seal it'),
    async () => (await import('../commands/keys.ts')).keysNew,
  )
  act(
    sealing('import', 'seal a key or mnemonic that you have, from a file or stdin').option(
      '--key-file <file>',
      'file with the key or the mnemonic (default: stdin, or a question)',
    ),
    async () => (await import('../commands/keys.ts')).keysImport,
  )
  act(
    withCommonOptions(
      keys
        .command('address')
        .description('the address of a keystore')
        .argument('[keystore]', 'the file', 'keystore.json')
        .option('--password-file <file>', 'open it too, to be sure'),
    ),
    async () => (await import('../commands/keys.ts')).keysAddress,
  )
}

function addJournal(keeper: Command): void {
  const journal = keeper.command('journal').description('what was done and why')
  const reading = (name: string, description: string) =>
    withConfig(
      journal
        .command(name)
        .description(description)
        .option('--epoch <n>', 'of one epoch alone')
        .option('--after <seq>', 'lines after this one'),
    )
  act(
    reading('show', 'the last lines, for people').option('--lines <n>', 'how many', '40'),
    async () => (await import('../commands/journal.ts')).journalShow,
  )
  act(
    reading('export', 'every line as JSON (JSONL)').option('--out <file>', 'instead of stdout'),
    async () => (await import('../commands/journal.ts')).journalExport,
  )
}

function addConfig(keeper: Command): void {
  const config = keeper.command('config').description('the configuration')
  act(
    withConfig(config.command('show').description('every value and where it comes from')),
    async () => (await import('../commands/config.ts')).configShow,
  )
  act(
    withConfig(
      config
        .command('check')
        .description('whether it holds: file, key files, endpoints, vaults, models'),
    ),
    async () => (await import('../commands/config.ts')).configCheck,
  )
}
