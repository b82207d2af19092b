import { groupsOf } from '@tickwise/terminal/program'
import type { Command, Option } from 'commander'
import { fillArgument, nameStrategies } from './answered-arguments.ts'
import type { Config, GivenValue, Layer } from './load-config.ts'
import { resolveGiven } from './resolve-settings.ts'
import { leftAlone, settings, type Setting } from './settings.ts'

/** Commands that have nothing to do with the settings, or must work when the file is broken. */
const withoutConfig: readonly string[] = [
  'keeper',
  'config',
  'init',
  'help',
  'completion',
  'doctor',
]

/**
 * Makes every command take what environment and configuration file say for options and arguments that its
 * command line does not give. Nothing is read before a command runs, nor for its help.
 *
 * @param program the whole tree, complete
 */
export function useConfig(program: Command): void {
  let loading: Promise<Config> | undefined
  const config = (): Promise<Config> => (loading ??= loadHere())
  for (const group of groupsOf(program)) {
    group.hook('preSubcommand', async (_group, command) => {
      if (command.commands.length > 0 || !isConfigured(command) || wantsHelp()) return
      excuse(command, await config())
    })
  }
  program.hook('preAction', async (_program, command) => {
    if (!isConfigured(command)) return
    await nameStrategies(command, nameOf(command))
    fill(command, await config())
  })
}

async function loadHere(): Promise<Config> {
  const { loadConfig } = await import('./load-config.ts')
  return loadConfig({ env: process.env, folder: process.cwd() })
}

/** `check lookahead`: the names of a command below the program's. */
function nameOf(command: Command): string {
  const { parent } = command
  return parent === null ? '' : `${nameOf(parent)} ${command.name()}`.trim()
}

function isConfigured(command: Command): boolean {
  return !withoutConfig.includes(nameOf(command).split(' ')[0] ?? '')
}

function wantsHelp(): boolean {
  return process.argv.some((word) => word === '--help' || word === '-h')
}

/** An option that somebody else answers need not be given. */
function excuse(command: Command, config: Config): void {
  const given = resolveGiven(new Map(), config)
  for (const [option, setting] of answered(command)) {
    if (option.mandatory && given.has(setting.path)) option.makeOptionMandatory(false)
  }
}

/** Fills in what the command line has not said. */
function fill(command: Command, config: Config): void {
  // A run that is named is all that its report is about.
  if (command.name() === 'report' && command.args.length > 0)
    return fillFrom(command, config, ['runs', 'models'])
  fillArgument(command, nameOf(command), config)
  fillFrom(command, config)
}

function fillFrom(command: Command, config: Config, only?: readonly string[]): void {
  const pairs = answered(command).filter(([, { path }]) => only?.includes(path) ?? true)
  const given = resolveGiven(flagsOf(command, pairs), config)
  for (const [option, { path }] of pairs) {
    const found = given.get(path)
    if (found === undefined) continue
    const key = option.attributeName()
    if (found.origin.kind === 'flag') {
      withFilePairs(command, key, path, config)
      continue
    }
    const source = found.origin.kind === 'environment' ? 'env' : 'config'
    const value = path === 'parameters' ? fixedOnly(command, found.value) : valueFor(option, found)
    command.setOptionValueWithSource(key, value, source)
  }
}

/** Parameters of the command line stand over those of the file one by one, for the same strategy. */
function withFilePairs(command: Command, key: string, path: string, config: Config): void {
  if (path !== 'parameters') return
  const strategy = flagsOf(command, answered(command)).get('strategy')
  const below = resolveGiven(
    new Map(strategy === undefined ? [] : [['strategy', strategy]]),
    config,
  ).get(path)?.value
  if (below === undefined) return
  const own = command.getOptionValue(key) as Readonly<Record<string, string>>
  command.setOptionValueWithSource(key, { ...fixedOnly(command, below), ...own }, 'cli')
}

/** Parameters of the file without those that a grid varies. */
function fixedOnly(command: Command, value: GivenValue['value']): Readonly<Record<string, string>> {
  const grid = (command.getOptionValue('grid') ?? []) as readonly string[]
  const varied = grid.flatMap((text) =>
    [...text.matchAll(/(?:^|,)\s*(\w+)=/g)].map(([, name]) => name),
  )
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, string>>).filter(
      ([name]) => !varied.includes(name),
    ),
  )
}

/** Options of a command that a setting stands for. */
export function answered(command: Command): readonly (readonly [Option, Setting])[] {
  const excluded = leftAlone[nameOf(command)] ?? []
  return command.options.flatMap((option) => {
    const setting = settings.find(({ flags }) => flags.includes(option.flags))
    return setting === undefined || excluded.includes(setting.path) ? [] : [[option, setting]]
  })
}

/** What the command line itself says of settings. */
export function flagsOf(command: Command, pairs: readonly (readonly [Option, Setting])[]): Layer {
  return new Map(
    pairs.flatMap(([option, { path }]): [string, GivenValue][] => {
      const key = option.attributeName()
      if (command.getOptionValueSource(key) !== 'cli') return []
      const value = command.getOptionValue(key) as GivenValue['value']
      return [[path, { value, origin: { kind: 'flag', source: option.long ?? option.flags } }]]
    }),
  )
}

/** A list as options that collect have it; its first where an option takes one. */
function valueFor(option: Option, { value }: GivenValue): unknown {
  if (!Array.isArray(value) || option.parseArg !== undefined) return value
  return (value as readonly string[])[0]
}
