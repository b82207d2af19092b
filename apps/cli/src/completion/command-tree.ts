import type { Command } from 'commander'
import { kindOfArgument, kindOfOption, type ValueKind } from './value-kind.ts'

/** An option as shells are told of it. */
export interface CompletedOption {
  /** `--quiet`, `-q`. */
  readonly names: readonly string[]
  readonly description: string
  readonly takesValue: boolean
  readonly kind: ValueKind
}

/** A command, with the names that lead to it. */
export interface CompletedCommand {
  /** `data fetch`; empty for the program itself. */
  readonly path: string
  readonly description: string
  readonly commands: readonly { readonly name: string; readonly description: string }[]
  readonly options: readonly CompletedOption[]
  /** Of its arguments in their order; the last one goes on where `isVariadic`. */
  readonly arguments: readonly ValueKind[]
  readonly isVariadic: boolean
}

/** Every command of a program, from the program itself on. */
export function commandTree(command: Command, path = ''): readonly CompletedCommand[] {
  const below = command.commands.flatMap((inner) =>
    [inner.name(), ...inner.aliases()].map((name) => ({ inner, name })),
  )
  const helpOption = {
    names: ['--help', '-h'],
    description: 'the help of this command',
    takesValue: false,
    kind: undefined,
  }
  return [
    {
      path,
      description: command.description(),
      commands: below.map(({ inner, name }) => ({ name, description: inner.description() })),
      options: [
        ...command.options.map((option) => ({
          names: [option.long, option.short].filter((name) => typeof name === 'string'),
          description: option.description,
          takesValue: option.required || option.optional,
          kind: kindOfOption(option),
        })),
        helpOption,
      ],
      arguments: command.registeredArguments.map((argument) => kindOfArgument(path, argument)),
      isVariadic: command.registeredArguments.at(-1)?.variadic ?? false,
    },
    ...below.flatMap(({ inner, name }) => commandTree(inner, `${path} ${name}`.trim())),
  ]
}
