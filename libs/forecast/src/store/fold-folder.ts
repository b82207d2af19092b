import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '@tickwise/market/files'
import type { FoldStore } from '../walk-forward/fold-store.ts'
import { placeFile } from './durable-files.ts'

/**
 * Finished folds in a folder, one file a fold, each put in place whole. The folder is made with the first one.
 *
 * `put` throws UserError E_DISK_FULL, E_NOT_WRITABLE.
 *
 * @example
 * await walkForward({ ...options, store: foldFolder('data/cache/walk-forward') })
 */
export function foldFolder(folder: string): FoldStore {
  const pathOf = (key: string): string => join(folder, `${key}.fold`)
  return {
    async get(key) {
      try {
        return await readFile(pathOf(key), 'utf8')
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return undefined
        throw error
      }
    },
    async put(key, text) {
      await mkdir(folder, { recursive: true })
      await placeFile(pathOf(key), new TextEncoder().encode(text))
    },
  }
}
