import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readError } from '../store/file-errors.ts'

/** Whether a path is a folder. @throws UserError E_NOT_FOUND */
export const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw readError(error, path)
  }
}

/** Files of a folder whose name matches, by name; empty when there is no such folder. */
export const filesIn = async (folder: string, name: RegExp): Promise<readonly string[]> => {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((one) => name.test(one) && !one.startsWith('.'))
    .sort()
    .map((one) => join(folder, one))
}

/** Whether there is a file of this path. */
export const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
