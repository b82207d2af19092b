import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeError } from '@tickwise/market/files'

/** A name that a half-written file or folder has until it is whole. */
export function partialName(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial`)
}

/**
 * Puts a folder of files in its place all or nothing: a crash at any moment leaves either no folder of that
 * name or the whole one on the disk.
 *
 * @throws UserError E_DISK_FULL, E_NOT_WRITABLE
 */
export async function placeFolder(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const partial = partialName(folder)
  try {
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
    for (const [name, bytes] of Object.entries(files))
      await writeDurably(join(partial, name), bytes)
    await flush(partial)
    await rename(partial, folder)
    await flush(dirname(folder))
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw writeError(error, folder)
  }
}

/**
 * Replaces a file by one that begins with the same bytes, all or nothing.
 *
 * @throws UserError E_DISK_FULL, E_NOT_WRITABLE
 */
export async function placeFile(path: string, bytes: Uint8Array): Promise<void> {
  const partial = partialName(path)
  try {
    await writeDurably(partial, bytes)
    await rename(partial, path)
    await flush(dirname(path))
  } catch (error) {
    await rm(partial, { force: true })
    throw writeError(error, dirname(path))
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
