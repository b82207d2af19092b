import { act, collect, collectPairs, withCommonOptions } from '@tickwise/terminal/program'
import type { Command } from 'commander'
import { settings } from '../config/settings.ts'

/** `config`: what commands take from the file, the environment and their defaults. */
export function addConfigCommands(program: Command): void {
  const config = program.command('config').description('tickwise.json: show, schema, check')
  act(
    withSettings(
      withFile(
        config
          .command('show')
          .description('what the file says; with --resolved every value and where it comes from')
          .option('--resolved', 'flags over environment over file over defaults'),
      ),
    ),
    async () => (await import('../commands/config/show.ts')).configShow,
  )
  act(
    withCommonOptions(
      config
        .command('schema')
        .description('JSON Schema of the file, for editors')
        .option('--out <file>', 'write it there; else stdout'),
    ),
    async () => (await import('../commands/config/schema.ts')).configSchemaCommand,
  )
  act(
    withFile(
      config
        .command('check')
        .description('whether the file holds, and what it names is there; exit code 3 if not'),
    ),
    async () => (await import('../commands/config/check.ts')).configCheck,
  )
}

function withFile(command: Command): Command {
  return withCommonOptions(command).option(
    '-c, --config <file>',
    'this file (default: TICKWISE_CONFIG, else the nearest tickwise.json or .toml upwards)',
  )
}

/** The options that settings stand for, to see what they would change. */
function withSettings(command: Command): Command {
  for (const { flags, path, kind } of settings) {
    const [flag = ''] = flags
    const meaning = `as for a command: ${path}`
    if (kind === 'pairs') command.option(flag, meaning, collectPairs)
    else if (kind === 'list') command.option(flag, meaning, collect)
    else command.option(flag, meaning)
  }
  return command
}
