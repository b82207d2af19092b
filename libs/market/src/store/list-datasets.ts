import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DatasetManifest } from '../manifest.ts'
import { readManifest } from './read-manifest.ts'

export interface ListedDataset {
  readonly directory: string
  readonly manifest: DatasetManifest
}

const deepest = 3

/**
 * Datasets in a folder and the folders below it, by path. Folders that hold none are passed over.
 *
 * @example
 * for (const { directory, manifest } of await listDatasets('data')) console.log(directory, manifest.kind)
 */
export const listDatasets = async (
  folder: string,
  depth = 0,
): Promise<readonly ListedDataset[]> => {
  const directory = resolve(folder)
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  if (entries.some((entry) => entry.name === 'manifest.json' && entry.isFile())) {
    const manifest = await readManifest(directory).catch(() => undefined)
    return manifest === undefined ? [] : [{ directory, manifest }]
  }
  if (depth === deepest) return []
  const folders = entries
    .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
    .map((entry) => join(directory, entry.name))
    .sort()
  const found = await Promise.all(folders.map((path) => listDatasets(path, depth + 1)))
  return found.flat()
}
