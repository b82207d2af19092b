import { UserError } from '@tickwise/amm'
import {
  environmentName,
  findConfigFile,
  readConfigFile,
  schemaFaults,
  type ConfigFile,
  type ConfigPlace,
} from '@tickwise/terminal/config'
import { dirname, resolve } from 'node:path'
import { namedStrategy } from '../strategy-file/named-strategy.ts'
import { isStrategyFile } from '../strategy-name.ts'
import { shownPath } from '../shown-path.ts'
import { settings, type Setting } from './settings.ts'

/** Who said a value, from the strongest to the weakest. */
export type OriginKind = 'flag' | 'environment' | 'file' | 'default'

/** Where a value comes from. */
export interface Origin {
  readonly kind: OriginKind
  /** `--asset`, `TICKWISE_ASSET`, `tickwise.json:3`; empty for a default. */
  readonly source: string
}

/** A value that somebody gave for a setting: text, or as options that collect have it. */
export interface GivenValue {
  readonly value: string | readonly string[] | Readonly<Record<string, string>>
  readonly origin: Origin
}

/** Values by the path of their setting. */
export type Layer = ReadonlyMap<string, GivenValue>

/** What environment and file say, each by itself; of a conflict the first one holds. */
export interface Config {
  readonly file: ConfigFile | undefined
  readonly environment: Layer
  readonly content: Layer
}

/**
 * Reads what environment and file say. The file is data, never run.
 *
 * @throws UserError `E_CONFIG_FILE`, `E_CONFIG` with the line of every fault
 */
export async function loadConfig(place: ConfigPlace): Promise<Config> {
  const path = findConfigFile(place)
  const file = path === undefined ? undefined : readConfigFile(path)
  if (file !== undefined) await requireSound(file)
  const content: Layer = file === undefined ? new Map() : fileLayer(file)
  return {
    file,
    environment: await withStrategyFile(environmentLayer(place.env), place.folder),
    content: await withStrategyFile(content, file === undefined ? '.' : dirname(file.path)),
  }
}

/** A strategy that is named is the file of that name, so that everything after knows it for one. */
async function withStrategyFile(layer: Layer, folder: string): Promise<Layer> {
  const given = layer.get('strategy')
  if (typeof given?.value !== 'string') return layer
  const value = await namedStrategy(given.value, folder)
  return new Map([...layer, ['strategy', { ...given, value }]])
}

/** Every fault of a file, each a sentence with its line; none when it is sound. */
export async function configFaults(file: ConfigFile): Promise<readonly string[]> {
  const { configSchema } = await import('./schema.ts')
  const parsed = configSchema.safeParse(file.content)
  const faults = parsed.success ? [] : schemaFaults(configSchema, parsed.error.issues)
  const homeless = ['parameters', 'model'].filter(
    (key) => file.content[key] !== undefined && file.content['strategy'] === undefined,
  )
  return [
    ...faults,
    ...homeless.map((key) => ({ path: [key], text: `${key} stands there without a strategy` })),
  ]
    .toSorted((a, b) => (file.lineOf(a.path) ?? 0) - (file.lineOf(b.path) ?? 0))
    .map(({ path, text }) => `${placeIn(file, path)}: ${text}`)
}

async function requireSound(file: ConfigFile): Promise<void> {
  const faults = await configFaults(file)
  if (faults.length === 0) return
  throw new UserError('E_CONFIG', faults.join('; '), {
    hint: 'tickwise help config lists every key; tickwise config check looks at the values too',
  })
}

/** `tickwise.json:3`, for people to open. */
export function placeIn({ path, lineOf }: ConfigFile, steps: readonly PropertyKey[]): string {
  const line = lineOf(steps)
  return `${shownPath(path)}${line === undefined ? '' : `:${line}`}`
}

/** The variable of a setting. */
export function variableOf({ path, variable }: Setting): string {
  return variable ?? environmentName('TICKWISE', path)
}

function environmentLayer(env: ConfigPlace['env']): Layer {
  return new Map(
    settings.flatMap((setting): [string, GivenValue][] => {
      const source = variableOf(setting)
      const text = env[source]
      if (text === undefined || text === '') return []
      const words = text.split(/[\s,]+/).filter((word) => word !== '')
      const value =
        setting.kind === 'list' ? words : setting.kind === 'pairs' ? pairsOf(words, source) : text
      return [[setting.path, { value, origin: { kind: 'environment', source } }]]
    }),
  )
}

function pairsOf(words: readonly string[], source: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.map((word) => {
      const [name = '', ...value] = word.split('=')
      if (name !== '' && value.length > 0) return [name, value.join('=')]
      throw new UserError(
        'E_PARAMETER_FORM',
        `${word} in ${source} is not of the form name=value`,
        {
          hint: `such as ${source}="halfWidthTicks=400 swap=false"`,
        },
      )
    }),
  )
}

function fileLayer(file: ConfigFile): Layer {
  return new Map(
    settings.flatMap((setting): [string, GivenValue][] => {
      const steps = setting.path.split('.')
      const found = valueAt(file.content, steps)
      if (found === undefined) return []
      const origin: Origin = { kind: 'file', source: placeIn(file, steps) }
      return [[setting.path, { value: asGiven(setting, found, dirname(file.path)), origin }]]
    }),
  )
}

function valueAt(content: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>> | undefined)?.[step],
    content,
  )
}

/** As options have it; paths are meant from the file's folder. */
function asGiven({ kind }: Setting, value: unknown, folder: string): GivenValue['value'] {
  if (kind === 'list') return (Array.isArray(value) ? value : [value]).map(String)
  if (kind === 'pairs') {
    return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, String(v)]))
  }
  const text = String(value)
  const isPath = kind === 'path' || (kind === 'strategy' && isStrategyFile(text))
  if (!isPath) return text
  const path = shownPath(resolve(folder, text))
  return kind === 'strategy' && !isStrategyFile(path) ? `./${path}` : path
}
