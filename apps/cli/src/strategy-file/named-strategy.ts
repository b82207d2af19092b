import { nearestName, UserError } from '@tickwise/amm'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isStrategyFile } from '../strategy-name.ts'
import { shownPath } from '../shown-path.ts'

/** Where strategies of one's own are looked for, below the folder that a name is meant from. */
const folders = ['.', 'strategies'] as const

/** Names with more dots are tests, types and configurations. */
const fileName = /^([^.]+)\.[cm]?[jt]s$/

/** A file that looks like a strategy: it is not loaded. */
export interface OwnStrategy {
  /** As it can be named: the file's name without its ending. */
  readonly name: string
  /** As `--strategy` takes it, from the working directory. */
  readonly file: string
}

/** The strategies of one's own in a folder and in its `strategies/`, in the order in which a name finds them. */
export async function ownStrategies(folder: string = '.'): Promise<readonly OwnStrategy[]> {
  return (await Promise.all(folders.map((below) => filesIn(join(folder, below))))).flat()
}

async function filesIn(folder: string): Promise<readonly OwnStrategy[]> {
  const names = await readdir(resolve(folder)).catch(() => [])
  return names.sort().flatMap((file) => {
    const name = fileName.exec(file)?.[1]
    const path = shownPath(resolve(folder, file))
    return name === undefined ? [] : [{ name, file: isAbsolutePath(path) ? path : `./${path}` }]
  })
}

const isAbsolutePath = (path: string): boolean => resolve(path) === path

/**
 * What a user's word for a strategy means: a built-in one by its name, else a file of that name in the folder
 * or in its `strategies/`. A path, and what is not found, come back as they are.
 *
 * @example
 * await namedStrategy('my-range') // './strategies/my-range.ts'
 */
export async function namedStrategy(nameOrFile: string, folder: string = '.'): Promise<string> {
  if (isStrategyFile(nameOrFile)) return nameOrFile
  const own = (await ownStrategies(folder)).find(({ name }) => name === nameOrFile)
  if (own === undefined) return nameOrFile
  // Only now: to know the built-in ones takes a while to load.
  const { strategies } = await import('@tickwise/strategies')
  return strategies.some(({ name }) => name === nameOrFile) ? nameOrFile : own.file
}

/** The complaint about a name that means no strategy: where it was looked for, and the nearest there is. */
export async function unknownStrategy(name: string): Promise<UserError> {
  const { strategies } = await import('@tickwise/strategies')
  const known = [...strategies, ...(await ownStrategies())].map((strategy) => strategy.name)
  const nearest = nearestName(name, known)
  const places = folders.map((folder) => `./${join(folder, `${name}.ts`)}`)
  return new UserError('E_STRATEGY_UNKNOWN', `there is no strategy "${name}"`, {
    hint: nearest === undefined ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`,
    facts: { 'looked for': `a built-in one, ${places.join(', ')} (.mts, .cts, .js as well)` },
  })
}
