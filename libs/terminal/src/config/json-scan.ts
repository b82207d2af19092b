import { pathText } from './path-text.ts'

/** Where a JSON text stops being JSON, and what was expected there. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault'
  readonly offset: number

  constructor(offset: number, expected: string) {
    super(expected)
    this.offset = offset
  }
}

const space = /\s*/y
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/**
 * The line (from 1) of every key and item of a JSON text, by its path. Unlike `JSON.parse` it says of a
 * fault where it is without a word of the text, which may be secret.
 *
 * @throws JsonFault at the first place that is not JSON
 * @example
 * jsonLines('{\n "keeper": { "rpcUrls": [] }\n}').get('keeper.rpcUrls') // 2
 */
export function jsonLines(source: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  let at = 0
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(source)?.[0]
    at += found?.length ?? 0
    return found
  }
  const next = (): string | undefined => {
    read(space)
    return source[at]
  }
  const take = (wanted: string, expected: string): void => {
    if (next() !== wanted) throw new JsonFault(at, expected)
    at += 1
  }
  const note = (path: readonly PropertyKey[]): void => {
    lines.set(pathText(path), lineAt(source, at))
  }

  const value = (path: readonly PropertyKey[]): void => {
    const first = next()
    if (first === '{') return members('}', path)
    if (first === '[') return members(']', path)
    if (read(first === '"' ? text : scalar) === undefined) {
      throw new JsonFault(at, first === '/' ? 'JSON has no comments' : 'a value is expected')
    }
  }
  const members = (end: ']' | '}', path: readonly PropertyKey[]): void => {
    at += 1
    if (next() === end) {
      at += 1
      return
    }
    for (let i = 0; ; i++) {
      member(end, path, i)
      if (next() !== ',') break
      at += 1
      if (next() === end) throw new JsonFault(at, 'after the last value there is no comma')
    }
    take(end, `a comma or ${end} is expected`)
  }
  const member = (end: ']' | '}', path: readonly PropertyKey[], i: number): void => {
    next()
    const start = at
    if (end === ']') {
      note([...path, i])
      return value([...path, i])
    }
    const key = read(text)
    if (key === undefined) throw new JsonFault(start, 'a key in double quotes is expected')
    const inner = [...path, JSON.parse(key) as string]
    note(inner)
    take(':', 'a colon is expected')
    value(inner)
  }

  value([])
  if (next() !== undefined) throw new JsonFault(at, 'nothing more is expected')
  return lines
}

/** The line of a place in a text, from 1. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}
