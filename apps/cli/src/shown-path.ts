import { isAbsolute, relative, resolve } from 'node:path'

/**
 * A path as a person wants to read and paste it: relative below the working directory, else absolute.
 *
 * @example
 * shownPath('/research/data/day', '/research') // 'data/day'
 */
export function shownPath(path: string, workingDirectory: string = process.cwd()): string {
  const absolute = resolve(workingDirectory, path)
  const below = relative(workingDirectory, absolute)
  return below.startsWith('..') || isAbsolute(below) ? absolute : below || '.'
}
