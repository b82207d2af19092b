import { UserError } from '@tickwise/amm'
import type { Command } from 'commander'
import type { CommandContext, CommandResult, CommonOptions } from './command.ts'

export { runProgram } from './main.ts'
export { explainMistypedOptions, groupsOf } from './mistyped.ts'

/** Adds the options that every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout')
    .option('--jsonl', 'print events on stdout while it runs, one JSON document a line')
    .option('-q, --quiet', 'no progress and notes on stderr')
}

/** Wires a command's action: loads its module only when it runs. */
export function act<Options extends CommonOptions>(
  command: Command,
  load: () => Promise<
    (context: CommandContext, options: Options, ...args: string[]) => Promise<CommandResult>
  >,
): Command {
  return command.action(async (...parameters: unknown[]) => {
    const options = command.opts<Options>()
    const args = parameters.flat().filter((value): value is string => typeof value === 'string')
    const [{ runCommand }, run] = await Promise.all([import('./command.ts'), load()])
    await runCommand(options, (context) => run(context, options, ...args), {
      command: pathOf(command),
      arguments: process.argv.slice(2),
    })
  })
}

/** The names of a command below the program's. */
function pathOf(command: Command): string {
  const { parent } = command
  if (parent === null) return ''
  return `${pathOf(parent)} ${command.name()}`.trim()
}

/** Collects a repeated option into a list. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/** Collects repeated `k=v` options; a later one wins. */
export function collectPairs(
  text: string,
  previous: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  if (at < 1) {
    throw new UserError('E_PARAMETER_FORM', `${text} is not of the form name=value`, {
      hint: 'such as --param widthTicks=400',
    })
  }
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) }
}
