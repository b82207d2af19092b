import * as amm from '@tickwise/amm'
import { TickwiseError, UserError } from '@tickwise/amm'
import * as strategies from '@tickwise/strategies'
import { createJiti, type Jiti } from 'jiti'
import { createRequire, Module } from 'node:module'
import { fileURLToPath } from 'node:url'
import * as zod from 'zod'
import {
  placeFacts,
  placeOfText,
  placeOfThrown,
  type LoadedSources,
  type SourcePlace,
} from './source-place.ts'
import { sourceFiles } from './strategy-source.ts'
import { withFacts } from './with-facts.ts'

type Exports = Readonly<Record<string, unknown>>

/** What a file exports, and what it was made from. */
export interface ImportedFile {
  readonly exports: Exports
  readonly sources: LoadedSources
}

/**
 * Imports TypeScript on any supported Node; `@tickwise/*` and zod resolve from wherever the file lies. Each
 * import is a new one, with the files that it imports by relative paths: nothing is kept of the one before.
 *
 * @param shownName as the user wrote it
 * @throws UserError `E_STRATEGY_FILE` with place and excerpt, for what does not parse, is not found or throws
 */
export async function importFile(file: string, shownName: string): Promise<ImportedFile> {
  const jiti = newJiti()
  const sources: LoadedSources = {
    files: await sourceFiles(file),
    compile: (filename, source) => jiti.transform({ source, filename, ts: true, async: true }),
  }
  try {
    return { exports: await withCleanCache(() => jiti.import<Exports>(file)), sources }
  } catch (error) {
    const thrown = placeOfThrown(error, sources)
    if (error instanceof TickwiseError) throw withFacts(error, placeFacts(thrown, sources))
    const { what, place = thrown } = faultOf(error, sources)
    throw new UserError('E_STRATEGY_FILE', `${shownName} cannot be loaded: ${what}`, {
      hint: place === undefined ? 'mend the file' : 'mend this line; npx tsc --noEmit finds more',
      facts: placeFacts(place, sources),
      cause: error instanceof SyntaxError || place !== undefined ? undefined : error,
    })
  }
}

/** Packages that a strategy shares with the program that runs it, so that their classes are the same. */
const shared = { '@tickwise/strategies': strategies, '@tickwise/amm': amm, zod }

const native = createRequire(import.meta.url)

function newJiti(): Jiti {
  const alias = Object.fromEntries(Object.keys(shared).map((name) => [name, entryOf(name)]))
  return createJiti(import.meta.url, {
    fsCache: false,
    interopDefault: false,
    sourceMaps: true,
    alias,
  })
}

function entryOf(name: string): string {
  return fileURLToPath(import.meta.resolve(name))
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Runs an import on a cache of modules that has the shared packages as this program has them, and takes from
 * it what the import has added: so a file is one module within an import, and a new one in the next. One at a
 * time, since all of the process has one cache.
 */
async function withCleanCache<T>(load: () => Promise<T>): Promise<T> {
  const turn = last.then(async () => {
    const before = new Set(Object.keys(native.cache))
    for (const [name, exports] of Object.entries(shared)) {
      const filename = entryOf(name)
      native.cache[filename] ??= Object.assign(new Module(filename), {
        filename,
        exports,
        loaded: true,
      })
    }
    try {
      return await load()
    } finally {
      for (const key of Object.keys(native.cache)) if (!before.has(key)) delete native.cache[key]
    }
  })
  last = turn.catch(() => undefined)
  return turn
}

/** What went wrong in a sentence, and where, if the message knows better than the stack. */
function faultOf(
  error: unknown,
  sources: LoadedSources,
): { readonly what: string; readonly place?: SourcePlace | undefined } {
  const message = error instanceof Error ? error.message : String(error)
  // The parser counts columns from 0.
  const parse = /^ParseError: ([\s\S]+?)\s*\n\s*(.+):(\d+):(\d+)\s*$/.exec(message)
  if (parse !== null) {
    const [, what = '', file = '', line = '', column = ''] = parse
    return { what, place: { file, line: Number(line), column: Number(column) + 1 } }
  }
  const missing = /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1]
  if (missing !== undefined) {
    const pattern = new RegExp(`['"]${missing.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"]`)
    const [place] = [...sources.files.keys()].flatMap(
      (file) => placeOfText(file, pattern, sources) ?? [],
    )
    return { what: `there is no ${missing}`, place }
  }
  const name = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : ''
  return { what: `${name}${message.split('\n')[0]}` }
}
