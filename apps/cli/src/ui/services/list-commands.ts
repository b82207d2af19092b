import type { Command } from 'commander'
import type { NamedCommand } from './ui-services.ts'

let known: readonly NamedCommand[] | undefined

/** Every command that does something, from the tree that the command line itself is made of. */
export async function listCommands(): Promise<readonly NamedCommand[]> {
  if (known !== undefined) return known
  const { buildProgram } = await import('../../program.ts')
  return (known = buildProgram({ silent: true }).commands.flatMap((command) => leaves(command, '')))
}

function leaves(command: Command, above: string): readonly NamedCommand[] {
  const name = `${above} ${command.name()}`.trim()
  // The UI within the UI would be no help.
  if (name === 'ui') return []
  if (command.commands.length > 0) return command.commands.flatMap((child) => leaves(child, name))
  return [{ name, summary: command.description() }]
}
