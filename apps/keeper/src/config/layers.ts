import { nearestName, UserError } from '@tickwise/amm'
import { environmentName, leaves } from './leaves.ts'

/** Values for some keys, by path, and where they come from. */
export interface Layer {
  /** `default` is none of them: what no layer has is left to the schema. */
  readonly origin: 'flag' | 'environment' | 'file'
  readonly values: ReadonlyMap<string, LayerValue>
}

/** One value of a layer. */
export interface LayerValue {
  readonly value: unknown
  /** `--mode`, `TICKWISE_KEEPER_MODE`, the file's name. */
  readonly source: string
}

/** Keys that a text can hold: all but those of lists of vaults. */
const textPaths = (): readonly string[] =>
  leaves()
    .map(({ path }) => path)
    .filter((path) => !path.includes('[]'))

/**
 * The values of a parsed section, by path. Lists are one value.
 *
 * @example
 * flatten({ limits: { breakSeconds: 5 } }) // [['limits.breakSeconds', 5]]
 */
export function flatten(section: object, path = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(section).flatMap(([key, value]: [string, unknown]) => {
    const full = path === '' ? key : `${path}.${key}`
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value)
    return nested && Object.keys(value).length > 0 ? flatten(value, full) : [[full, value] as const]
  })
}

/**
 * What the environment says: `TICKWISE_KEEPER_…`, and `TICKWISE_RPC_URL` as the other commands use it.
 *
 * @throws UserError `E_CONFIG_ENVIRONMENT` for a variable that is no key
 */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  const paths = new Map(textPaths().map((path) => [environmentName(path), path]))
  const values = new Map<string, LayerValue>()
  const shared = env['TICKWISE_RPC_URL']
  if (shared !== undefined && shared !== '') {
    values.set('rpcUrls', { value: shared, source: 'TICKWISE_RPC_URL' })
  }
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('TICKWISE_KEEPER_') || value === undefined || value === '') continue
    const path = paths.get(name)
    if (path === undefined) throw unknownName('E_CONFIG_ENVIRONMENT', name, [...paths.keys()])
    values.set(path, { value, source: name })
  }
  return { origin: 'environment', values }
}

/**
 * What flags say: some have a name of their own, all keys can be given as `--set key=value`.
 *
 * @throws UserError `E_CONFIG_FLAG` for a key that is none
 */
export function flagLayer(
  named: Readonly<Record<string, LayerValue>>,
  pairs: Readonly<Record<string, string>> = {},
): Layer {
  const known = textPaths()
  const values = new Map(Object.entries(named))
  for (const [path, value] of Object.entries(pairs)) {
    if (!known.includes(path)) throw unknownName('E_CONFIG_FLAG', path, known)
    values.set(path, { value, source: '--set' })
  }
  return { origin: 'flag', values }
}

/** What a file says. */
export function fileLayer(section: object, source: string): Layer {
  const values = new Map(flatten(section).map(([path, value]) => [path, { value, source }]))
  return { origin: 'file', values }
}

/** One section out of layers, the first of which stands over the others. */
export function mergeLayers(layers: readonly Layer[]): object {
  const merged: Record<string, unknown> = {}
  for (const { values } of layers.toReversed()) {
    for (const [path, { value }] of values) setAt(merged, path.split('.'), value)
  }
  return merged
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path
  if (rest.length === 0) {
    target[first] = value
    return
  }
  const there = target[first]
  const inner = typeof there === 'object' && there !== null ? there : {}
  target[first] = inner
  setAt(inner as Record<string, unknown>, rest, value)
}

function unknownName(code: string, name: string, known: readonly string[]): UserError {
  const nearest = nearestName(name, known)
  return new UserError(code, `${name} is not a key of the keeper's configuration`, {
    hint: nearest === undefined ? 'docs/keeper.md lists them' : `is ${nearest} meant?`,
  })
}
