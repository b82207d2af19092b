import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import { shownPath } from '../shown-path.ts'

/** A place in a file of a user; line and column from 1. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What stood in the files of a strategy when it was loaded, and what became of them. */
export interface LoadedSources {
  readonly files: ReadonlyMap<string, Buffer>
  /** The program text that runs in a file's place, with its source map. */
  readonly compile: (file: string, source: string) => string
}

/**
 * The innermost place of a thrown error that is in a file of the user's; `undefined` where there is none.
 * The engine names places in the program that runs, the source map leads back to what the user wrote.
 */
export function placeOfThrown(error: unknown, sources: LoadedSources): SourcePlace | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const [, raw = '', line = '', column = ''] of stack.matchAll(
    /(?:\(|at |async )((?:file:\/\/)?\/[^()\s]+):(\d+):(\d+)\)?$/gm,
  )) {
    const file = raw.startsWith('file://') ? fileURLToPath(raw) : raw
    if (!sources.files.has(file)) continue
    return mapped({ file, line: Number(line), column: Number(column) }, sources)
  }
  return undefined
}

function mapped(place: SourcePlace, { files, compile }: LoadedSources): SourcePlace {
  const source = files.get(place.file)?.toString('utf8') ?? ''
  const encoded = /sourceMappingURL=data:application\/json[^,]*,(\S+)\s*$/.exec(
    compile(place.file, source),
  )?.[1]
  if (encoded === undefined) return place
  const map = new SourceMap(
    JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as ConstructorParameters<
      typeof SourceMap
    >[0],
  )
  const entry = map.findEntry(place.line - 1, place.column - 1)
  if (!('originalLine' in entry) || entry.originalLine !== place.line - 1) return place
  return { ...place, column: entry.originalColumn + 1 }
}

/** The first place of a file in which something stands; `undefined` where it does not. */
export function placeOfText(
  file: string,
  pattern: RegExp,
  { files }: Pick<LoadedSources, 'files'>,
): SourcePlace | undefined {
  const source = files.get(file)?.toString('utf8') ?? ''
  const at = source.search(pattern)
  if (at < 0) return undefined
  const before = source.slice(0, at).split('\n')
  return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** Lines before and after the one that is meant. */
const around = 2

/**
 * A place for people, as facts of an error: `at`, and the lines around it with a mark under the column.
 *
 * @example
 * placeFacts({ file: '/x/s.ts', line: 1, column: 7 }, files).at // 's.ts:1:7'
 */
export function placeFacts(
  place: SourcePlace | undefined,
  { files }: Pick<LoadedSources, 'files'>,
): Readonly<Record<string, string>> {
  if (place === undefined) return {}
  const { file, line, column } = place
  const lines = files.get(file)?.toString('utf8').split('\n') ?? []
  const first = Math.max(1, line - around)
  const last = Math.min(lines.length, line + around)
  const width = String(last).length
  const code = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).flatMap(
    (number) => {
      const text =
        `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${lines[number - 1] ?? ''}`.trimEnd()
      return number === line
        ? [text, `${' '.repeat(width + 2)} | ${' '.repeat(column - 1)}^`]
        : [text]
    },
  )
  return { at: `${shownPath(file)}:${line}:${column}`, code: code.join('\n') }
}
