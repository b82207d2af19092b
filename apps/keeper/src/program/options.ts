import type { CommandContext, CommandResult, CommonOptions } from '@tickwise/terminal'
import { collect, collectPairs, withCommonOptions } from '@tickwise/terminal/program'
import type { Command } from 'commander'
import type { Redactor } from '../logging/redact.ts'

/** What every command of the keeper gets beside its own options. */
export interface KeeperContext extends CommandContext {
  readonly redactor: Redactor
}

/** Options from which the configuration is made. */
export interface ConfigOptions extends CommonOptions {
  readonly config?: string
  readonly rpcUrl?: readonly string[]
  readonly journal?: string
  readonly keystore?: string
  readonly passwordFile?: string
  readonly dryRun?: boolean
  readonly shadow?: boolean
  readonly port?: string
  readonly set?: Readonly<Record<string, string>>
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error'
}

/** Adds the options from which the configuration is made. */
export function withConfig(command: Command): Command {
  return withCommonOptions(
    command
      .option(
        '-c, --config <file>',
        'tickwise.json (or TICKWISE_CONFIG; default: the nearest upwards)',
      )
      .option(
        '--rpc-url <url>',
        'JSON-RPC endpoint, repeat for several (or TICKWISE_RPC_URL)',
        collect,
      )
      .option('--journal <file>', 'file of the journal')
      .option(
        '--set <key=value>',
        'any key, such as limits.minBalanceNative=0.1; repeat',
        collectPairs,
      ),
  )
}

/** Adds the options of commands that sign. */
export function withSigner(command: Command): Command {
  return withConfig(command)
    .option('--keystore <file>', 'encrypted key file (version 3) that signs')
    .option('--password-file <file>', 'password of the keystore; asked for without it')
    .option('--dry-run', 'do everything but sign and send; show what would be sent')
    .option('--shadow', 'decide and record, simulate and send nothing')
    .option('--log-level <level>', 'debug, info, warn or error', 'info')
}

/** Wires a command's action: loads its module only when it runs, and hides secrets in all it writes. */
export function act<Options extends CommonOptions>(
  command: Command,
  load: () => Promise<
    (context: KeeperContext, options: Options, ...args: string[]) => Promise<CommandResult>
  >,
): Command {
  return command.action(async (...parameters: unknown[]) => {
    const options = command.opts<Options>()
    const args = parameters.filter((value): value is string => typeof value === 'string')
    const [{ runCommand }, { createRedactor }, run] = await Promise.all([
      import('@tickwise/terminal'),
      import('../logging/redact.ts'),
      load(),
    ])
    const redactor = createRedactor()
    // What a keeper writes is its owner's alone: journal, keystore.
    process.umask(0o077)
    await runCommand(
      options,
      (context) => run({ ...context, redactor }, options, ...args),
      { command: command.name(), arguments: process.argv.slice(2) },
      redactor.clean,
    )
  })
}
