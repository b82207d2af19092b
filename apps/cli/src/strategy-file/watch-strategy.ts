import { watch } from 'node:fs'
import { dirname } from 'node:path'
import { strategySource, sourceFiles } from './strategy-source.ts'

/** Editors write a file in several steps: a change is told when this long nothing has happened. */
const quietMs = 120

/**
 * Calls back after each change of a strategy's file, or of a file that it imports by a relative path, whose
 * text is then another. Load it again with `loadStrategyFile`: nothing is kept of the last one. A file that
 * is away for a moment, as editors do it, is waited for.
 *
 * @param file as `--strategy` has it
 * @returns ends the watching; so does the signal
 */
export async function watchStrategy(
  file: string,
  onChange: () => void,
  signal?: AbortSignal,
): Promise<() => void> {
  let known = await strategySource(file).catch(() => '')
  let close = await watchFolders()
  let timer: NodeJS.Timeout | undefined
  let isOver = false

  async function watchFolders(): Promise<() => void> {
    const files = await sourceFiles(file).catch(() => new Map<string, Buffer>())
    const folders = new Set([dirname(file), ...[...files.keys()].map((path) => dirname(path))])
    // Folders, not files: an editor that renames leaves the watcher of a file behind with the old one.
    const watchers = [...folders].map((folder) => watch(folder, settle))
    return () => watchers.forEach((watcher) => watcher.close())
  }
  function settle(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), quietMs)
  }
  async function look(): Promise<void> {
    const now = await strategySource(file).catch(() => undefined)
    if (isOver || now === undefined || now === known) return
    known = now
    const before = close
    close = await watchFolders()
    before()
    if (isOver) close()
    else onChange()
  }
  const end = (): void => {
    isOver = true
    clearTimeout(timer)
    close()
  }
  signal?.addEventListener('abort', end, { once: true })
  return end
}
