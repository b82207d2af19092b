import { UserError } from '@tickwise/amm'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { describeFaults } from './faults.ts'
import { environmentLayer, fileLayer, flatten, mergeLayers, type Layer } from './layers.ts'
import { keeperSchema, type KeeperConfig } from './schema.ts'

/** Where a value came from. */
export interface Origin {
  readonly kind: 'flag' | 'environment' | 'file' | 'default'
  /** The flag, the variable or the file; empty for a default. */
  readonly source: string
}

/** A configuration that holds, and where each of its values came from. */
export interface LoadedConfig {
  readonly config: KeeperConfig
  readonly origins: ReadonlyMap<string, Origin>
  /** The file, if there is one. */
  readonly file: string | undefined
}

/** What a file can have at its top; `$schema` is for editors. */
const sections: readonly string[] = ['$schema', 'keeper']

/** Keys that are paths; what a file says is meant from the file's folder. */
const pathKeys = [
  'journal',
  'models',
  'killSwitchFile',
  'signer.keystore',
  'signer.passwordFile',
  'alerts.webhook.secretFile',
  'alerts.telegram.tokenFile',
  'alerts.slack.urlFile',
] as const

/** What a configuration is made from. */
export interface ConfigSources {
  /** `--config`; `TICKWISE_CONFIG` and `tickwise.json` in the working folder otherwise. */
  readonly file?: string | undefined
  readonly flags: Layer
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
}

/**
 * Reads the configuration: flags over environment over file over defaults. The file is data, never run.
 *
 * @throws UserError `E_CONFIG_FILE` for a file that is not there or no JSON; `E_CONFIG` with every fault
 * @example
 * loadConfig({ flags: flagLayer({}), env: process.env, folder: process.cwd() }).config.chainId
 */
export function loadConfig({ file, flags, env, folder }: ConfigSources): LoadedConfig {
  const path = fileOf(file, env, folder)
  const layers = [
    placed(flags, folder),
    placed(environmentLayer(env), folder),
    ...(path === undefined ? [] : [placed(readLayer(path), dirname(path))]),
  ]
  const parsed = keeperSchema.safeParse(mergeLayers(layers))
  if (!parsed.success) {
    const faults = describeFaults(parsed.error.issues)
    throw new UserError('E_CONFIG', `the configuration has faults: ${faults.join('; ')}`, {
      hint:
        path === undefined
          ? 'there is no tickwise.json here: give one with --config; docs/keeper.md has an example'
          : 'docs/keeper.md lists every key with its meaning, range and default',
      ...(path === undefined ? {} : { facts: { file: path } }),
    })
  }
  return {
    config: complete(parsed.data, folder, layers),
    origins: originsOf(parsed.data, layers),
    file: path,
  }
}

function fileOf(
  given: string | undefined,
  env: ConfigSources['env'],
  folder: string,
): string | undefined {
  const named = given ?? env['TICKWISE_CONFIG']
  const path = resolve(folder, named ?? 'tickwise.json')
  if (existsSync(path)) return path
  if (named === undefined) return undefined
  throw new UserError('E_CONFIG_FILE', `there is no file ${path}`, {
    hint: 'give the path of a tickwise.json; docs/keeper.md has an example',
  })
}

function readLayer(path: string): Layer {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new UserError('E_CONFIG_FILE', `${path} is not JSON`, {
      hint: 'keys and texts have double quotes, there are no comments and no comma after the last value',
      // The parser's message quotes the file, which may hold URLs with keys.
      cause: cause instanceof SyntaxError ? undefined : cause,
    })
  }
  const known = typeof content === 'object' && content !== null ? Object.keys(content) : []
  const strange = known.find((key) => !sections.includes(key))
  if (strange !== undefined) {
    const hint = 'everything of the keeper stands in { "keeper": { … } }'
    throw new UserError('E_CONFIG', `${path} has a section ${strange} that is not known`, { hint })
  }
  const section = (content as { readonly keeper?: unknown }).keeper
  if (typeof section !== 'object' || section === null || Array.isArray(section)) {
    throw new UserError('E_CONFIG', `section keeper of ${path} is not an object`, {
      hint: 'everything of the keeper stands in { "keeper": { … } }',
    })
  }
  return fileLayer(section, path)
}

/** Paths of a layer, from the folder that they are meant from. */
function placed(layer: Layer, folder: string): Layer {
  const values = new Map(layer.values)
  for (const key of pathKeys) {
    const found = values.get(key)
    if (typeof found?.value !== 'string' || found.value === '' || isAbsolute(found.value)) continue
    values.set(key, { ...found, value: resolve(folder, found.value) })
  }
  return { ...layer, values }
}

/** Defaults that are paths lie beside the file, or in the working folder. */
function complete(config: KeeperConfig, folder: string, layers: readonly Layer[]): KeeperConfig {
  const home = layers
    .find(({ origin }) => origin === 'file')
    ?.values.values()
    .next().value?.source
  const base = home === undefined ? folder : dirname(home)
  const whole = (path: string): string => resolve(base, path)
  const vaults = config.vaults.map((entry) => {
    const file = whole(entry.model)
    return existsSync(file) ? { ...entry, model: file } : entry
  })
  const { journal, models, killSwitchFile } = config
  return {
    ...config,
    vaults,
    journal: whole(journal),
    models: whole(models),
    killSwitchFile: whole(killSwitchFile),
  }
}

function originsOf(config: KeeperConfig, layers: readonly Layer[]): ReadonlyMap<string, Origin> {
  const origin = (path: string): Origin => {
    for (const layer of layers) {
      // A list or an object may have been given as one value.
      const found = [...layer.values].find(([key]) => key === path || path.startsWith(`${key}.`))
      if (found) return { kind: layer.origin, source: found[1].source }
    }
    return { kind: 'default', source: '' }
  }
  return new Map(flatten(config).map(([path]) => [path, origin(path)]))
}
