import { nearestName } from '@tickwise/amm'
import type { Command } from 'commander'

/**
 * Makes a mistyped option the complaint where another one is missing because of it: `--datset x` is no
 * `--dataset`, and that is what there is to say.
 *
 * @param program the whole tree, complete
 */
export function explainMistypedOptions(program: Command): void {
  for (const group of groupsOf(program)) {
    group.hook('preSubcommand', (parent, command) => {
      if (command.options.some(({ mandatory }) => mandatory)) complain(parent.args, command)
    })
  }
}

/** Every command that has others below it. */
export function groupsOf(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [] : [command, ...command.commands.flatMap(groupsOf)]
}

function complain(words: readonly string[], command: Command): void {
  const known = ['--help', '-h', ...command.options.flatMap(({ long, short }) => [long, short])]
  const end = words.indexOf('--')
  const strange = words
    .slice(0, end < 0 ? words.length : end)
    .map((word) => word.split('=')[0] ?? '')
    .find((word) => word.startsWith('--') && !known.includes(word))
  if (strange === undefined) return
  const names = known.filter((name) => name?.startsWith('--') === true) as readonly string[]
  const nearest = nearestName(strange, names)
  const proposal = nearest === undefined ? '' : `\n(Did you mean ${nearest}?)`
  command.error(`error: unknown option '${strange}'${proposal}`, {
    code: 'commander.unknownOption',
    exitCode: 1,
  })
}
