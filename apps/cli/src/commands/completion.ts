import { UserError } from '@tickwise/amm'
import { strategies } from '@tickwise/strategies'
import type { CommandContext, CommandResult, CommonOptions } from '@tickwise/terminal'
import { bashCompletion } from '../completion/bash.ts'
import { commandTree } from '../completion/command-tree.ts'
import { fishCompletion } from '../completion/fish.ts'
import { zshCompletion } from '../completion/zsh.ts'

const scripts = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
])

/** `tickwise completion <shell>` */
export async function completion(
  _context: CommandContext,
  _options: CommonOptions,
  shell: string,
): Promise<CommandResult> {
  const write = scripts.get(shell)
  if (write === undefined) {
    throw new UserError('E_SHELL', `there is no script for ${shell}`, {
      hint: `use ${[...scripts.keys()].join(', ')}`,
    })
  }
  const { buildProgram } = await import('../program.ts')
  const names = strategies.map(({ name }) => name)
  const script = write(commandTree(buildProgram()), names)
  return { data: { shell, script }, text: script.trimEnd() }
}
