import { UserError } from '@tickwise/amm'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse as parseToml, TomlError } from 'smol-toml'
import { JsonFault, jsonLines, lineAt } from './json-scan.ts'
import { pathText } from './path-text.ts'
import { tomlLines } from './toml-lines.ts'

/** Names that a configuration may have, the first of which stands over the other. */
export const configNames = ['tickwise.json', 'tickwise.toml'] as const

/** A configuration file that was read. It is data and never run. */
export interface ConfigFile {
  readonly path: string
  readonly content: Readonly<Record<string, unknown>>
  /** The line of a key, from 1, or of the nearest one around it; `undefined` where it cannot be told. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined
}

/** Where to look for a configuration. */
export interface ConfigPlace {
  /** As an option names it. */
  readonly file?: string | undefined
  /** `TICKWISE_CONFIG` names a file too. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The working directory: the nearest file in it or above it counts. */
  readonly folder: string
}

/**
 * The configuration that counts: the named one, else the nearest upwards; `undefined` where there is none.
 *
 * @throws UserError `E_CONFIG_FILE` when the named one is not there
 */
export function findConfigFile({ file, env, folder }: ConfigPlace): string | undefined {
  const named = file ?? (env['TICKWISE_CONFIG'] || undefined)
  if (named === undefined) return nearestUpwards(folder)
  const path = resolve(folder, named)
  if (existsSync(path)) return path
  throw new UserError('E_CONFIG_FILE', `there is no file ${path}`, {
    hint: `give the path of a ${configNames.join(' or ')}; tickwise init makes one`,
  })
}

function nearestUpwards(folder: string): string | undefined {
  const found = configNames.map((name) => resolve(folder, name)).find((path) => existsSync(path))
  const above = dirname(folder)
  return found ?? (above === folder ? undefined : nearestUpwards(above))
}

/**
 * Reads a configuration file. No error repeats what stands in it: URLs in it may hold keys.
 *
 * @throws UserError `E_CONFIG_FILE` with the line when it is neither JSON nor TOML
 */
export function readConfigFile(path: string): ConfigFile {
  const source = readFileSync(path, 'utf8').replace(/^\ufeff/, '')
  const { content, lines } = path.endsWith('.toml')
    ? readToml(path, source)
    : readJson(path, source)
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UserError('E_CONFIG_FILE', `${path} is not an object of keys and values`, {
      hint: 'begin with { and end with }; tickwise config schema describes what is in between',
    })
  }
  const lineOf = (steps: readonly PropertyKey[]): number | undefined =>
    steps.length === 0 ? undefined : (lines.get(pathText(steps)) ?? lineOf(steps.slice(0, -1)))
  return { path, content: content as Readonly<Record<string, unknown>>, lineOf }
}

function readJson(path: string, source: string) {
  try {
    const lines = jsonLines(source)
    return { content: JSON.parse(source) as unknown, lines }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    throw new UserError(
      'E_CONFIG_FILE',
      `${path}:${lineAt(source, error.offset)}: not JSON: ${error.message}`,
      {
        hint: 'keys and texts have double quotes, there are no comments and no comma after the last value',
      },
    )
  }
}

function readToml(path: string, source: string) {
  try {
    return { content: parseToml(source) as unknown, lines: tomlLines(source) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // The parser's message goes on with the lines themselves.
    const what = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '')
    throw new UserError('E_CONFIG_FILE', `${path}:${error.line}: not TOML: ${what}`, {
      hint: 'texts have quotes, tables are [names] on a line of their own',
    })
  }
}
