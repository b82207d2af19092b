import { UserError } from '@tickwise/amm'
import { findConfigFile, readConfigFile, schemaFaults } from '@tickwise/terminal/config'
import { existsSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
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

/** Keys that a file can have at its top for all commands and that a keeper has too: its section stands over them. */
const sharedKeys = ['rpcUrls', 'chainId', 'models'] as const

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
  /** `--config`; else `TICKWISE_CONFIG`, else the nearest `tickwise.json` or `tickwise.toml` upwards. */
  readonly file?: string | undefined
  readonly flags: Layer
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
}

/**
 * Reads the configuration: flags over environment over file over defaults. The file is data, never run.
 *
 * @throws UserError `E_CONFIG_FILE` for a file that is not there or cannot be read; `E_CONFIG` with every fault
 * @example
 * loadConfig({ flags: flagLayer({}), env: process.env, folder: process.cwd() }).config.chainId
 */
export function loadConfig({ file, flags, env, folder }: ConfigSources): LoadedConfig {
  const path = findConfigFile({ file, env, folder })
  const layers = [
    placed(flags, folder),
    placed(environmentLayer(env), folder),
    ...(path === undefined ? [] : [placed(readLayer(path), dirname(path))]),
  ]
  const parsed = keeperSchema.safeParse(mergeLayers(layers))
  if (!parsed.success) {
    const faults = schemaFaults(keeperSchema, parsed.error.issues).map(({ text }) => text)
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

function readLayer(path: string): Layer {
  const { content } = readConfigFile(path)
  const section = content['keeper']
  if (typeof section !== 'object' || section === null || Array.isArray(section)) {
    throw new UserError('E_CONFIG', `${path} has no section keeper`, {
      hint: 'everything of the keeper stands in { "keeper": { … } }',
    })
  }
  const shared = sharedKeys.filter((key) => content[key] !== undefined)
  return fileLayer(
    { ...Object.fromEntries(shared.map((key) => [key, content[key]])), ...section },
    path,
  )
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
