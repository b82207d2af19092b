import { UserError } from '@tickwise/amm'
import { renderTable, type CommandContext, type CommandResult } from '@tickwise/terminal'
import {
  loadConfig,
  type Config,
  type GivenValue,
  type Layer,
  type Origin,
} from '../../config/load-config.ts'
import { resolveGiven } from '../../config/resolve-settings.ts'
import { settings } from '../../config/settings.ts'
import { shownEndpoint } from '../../shown-endpoint.ts'
import { shownPath } from '../../shown-path.ts'
import type { ConfigOptions } from './config-options.ts'

interface ShowOptions extends ConfigOptions {
  readonly resolved?: boolean
}

/** A setting as it is shown. */
interface ShownSetting {
  readonly path: string
  readonly value: unknown
  readonly origin: Origin
}

/** `tickwise config show` */
export async function configShow(
  { style }: CommandContext,
  { config: file, resolved = false, ...options }: ShowOptions,
): Promise<CommandResult> {
  const config = await loadConfig({ file, env: process.env, folder: process.cwd() })
  const shown = resolved ? everything(options, config) : whatFileSays(config)
  const name = config.file === undefined ? null : shownPath(config.file.path)
  const hasKeeper = config.file?.content['keeper'] !== undefined
  return {
    data: { file: name, settings: shown },
    text: [
      name === null ? 'no tickwise.json here or above' : `file: ${name}`,
      '',
      render(shown),
      ...(hasKeeper ? ['', style('dim', 'The keeper’s section: tickwise keeper config show')] : []),
    ].join('\n'),
  }
}

function whatFileSays({ file, content }: Config): readonly ShownSetting[] {
  if (file === undefined) {
    throw new UserError('E_CONFIG_FILE', 'there is no tickwise.json here or above', {
      hint: 'tickwise init makes one; tickwise config show --resolved shows what holds without it',
    })
  }
  return [...content].map(([path, given]) => shownSetting(path, given))
}

function everything(
  options: Readonly<Record<string, unknown>>,
  config: Config,
): readonly ShownSetting[] {
  const given = resolveGiven(flagLayer(options), config)
  return settings.map(({ path, standard }) => {
    const found = given.get(path)
    if (found !== undefined) return shownSetting(path, found)
    return {
      path,
      value: standard === '' ? null : standard,
      origin: { kind: 'default', source: '' },
    }
  })
}

/** What the options of this very command say. */
function flagLayer(options: Readonly<Record<string, unknown>>): Layer {
  return new Map(
    settings.flatMap(({ path, flags }): [string, GivenValue][] => {
      const name = /^--([\w-]+)/.exec(flags[0] ?? '')?.[1] ?? ''
      const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
      const value = options[key] as GivenValue['value'] | undefined
      return value === undefined
        ? []
        : [[path, { value, origin: { kind: 'flag', source: `--${name}` } }]]
    }),
  )
}

/** Endpoints show their host alone: what follows may be a key. */
function shownSetting(path: string, { value, origin }: GivenValue): ShownSetting {
  if (path !== 'rpcUrls' || !Array.isArray(value)) return { path, value, origin }
  return { path, value: (value as readonly string[]).map(shownEndpoint), origin }
}

function render(shown: readonly ShownSetting[]): string {
  return renderTable(
    [{ title: 'key' }, { title: 'from' }, { title: 'value' }],
    shown.map(({ path, value, origin }) => [
      path,
      origin.kind === 'default' ? 'default' : origin.source,
      textOf(value),
    ]),
  )
}

function textOf(value: unknown): string {
  if (value === null) return '–'
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.join(', ')
  return Object.entries(value as object)
    .map(([name, text]) => `${name}=${text}`)
    .join(' ')
}
