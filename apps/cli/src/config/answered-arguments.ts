import type { Command } from 'commander'
import { namedStrategy } from '../strategy-file/named-strategy.ts'
import type { Config } from './load-config.ts'
import { resolveGiven } from './resolve-settings.ts'
import { answeredArguments } from './settings.ts'

/**
 * Gives a command its first argument from environment or file when the command line has none: what is typed
 * stands over both, and when nobody says it, that is told as commander tells a missing one.
 *
 * @param name of the command below the program's, such as `data check`
 */
export function fillArgument(command: Command, name: string, config: Config): void {
  const path = answeredArguments[name]
  const [argument] = command.registeredArguments
  if (path === undefined || argument === undefined || command.args.length > 0) return
  const value = resolveGiven(new Map(), config).get(path)?.value
  if (typeof value !== 'string') {
    command.error(
      `error: missing argument '${argument.name()}', and neither environment nor tickwise.json names a ${path}`,
      { code: 'commander.missingArgument', exitCode: 1 },
    )
  }
  command.processedArgs = [value]
}

/**
 * A strategy that the command line names without a path becomes the file of that name, so that everything after
 * knows it for one.
 */
export async function nameStrategies(command: Command, name: string): Promise<void> {
  const [typed] = command.processedArgs as readonly unknown[]
  if (answeredArguments[name] === 'strategy' && typeof typed === 'string') {
    command.processedArgs = [await namedStrategy(typed)]
  }
  const option: unknown = command.getOptionValue('strategy')
  if (typeof option !== 'string' || command.getOptionValueSource('strategy') !== 'cli') return
  command.setOptionValueWithSource('strategy', await namedStrategy(option), 'cli')
}
