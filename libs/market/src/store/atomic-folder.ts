import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { UserError } from '@tickwise/amm'
import { withDatasetLock } from './dataset-lock.ts'
import { writeError } from './file-errors.ts'

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const isEmptyFolder = async (path: string): Promise<boolean> =>
  readdir(path).then(
    (names) => names.length === 0,
    () => false,
  )

/** What a folder holds: only a folder with the marker file of its kind is ever replaced. */
export interface FolderKind {
  readonly marker: string
  /** With its article. */
  readonly name: string
}

const datasetFolder: FolderKind = { marker: 'manifest.json', name: 'a dataset' }

/**
 * Fills a folder all or nothing: `fill` writes into a temporary folder beside it, which takes the
 * name only when it is complete. A failure, a full disk or a cancel leaves nothing behind.
 *
 * @throws UserError E_EXISTS when the folder exists and `replace` is not set; E_NOT_A_DATASET when it is
 * to replace something of another kind; E_DISK_FULL
 * @throws RetryableError E_LOCKED when another process writes the same folder
 */
export const writeFolderAtomically = async <T>(
  target: string,
  replace: boolean,
  fill: (temporary: string) => Promise<T>,
  kind: FolderKind = datasetFolder,
): Promise<T> => {
  const directory = resolve(target)
  const temporary = join(dirname(directory), `.${basename(directory)}.partial`)
  try {
    return await withDatasetLock(directory, async () => {
      const occupied = (await exists(directory)) && !(await isEmptyFolder(directory))
      if (occupied && !replace)
        throw new UserError('E_EXISTS', `${directory} exists already`, {
          hint: 'choose another folder, or replace it with --force',
          facts: { directory },
        })
      if (occupied && !(await exists(join(directory, kind.marker))))
        throw new UserError(
          'E_NOT_A_DATASET',
          `${directory} holds something else than ${kind.name}`,
          {
            hint: `only the folder of ${kind.name} is ever replaced: choose another folder`,
            facts: { directory },
          },
        )
      await rm(temporary, { recursive: true, force: true })
      try {
        await mkdir(temporary, { recursive: true })
        const result = await fill(temporary)
        await rm(directory, { recursive: true, force: true })
        await rename(temporary, directory)
        return result
      } finally {
        await rm(temporary, { recursive: true, force: true })
      }
    })
  } catch (error) {
    throw writeError(error, directory)
  }
}
