import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '@tickwise/amm'
import { z } from 'zod'
import { datasetFormatVersion, manifestSchema } from '../manifest.ts'
import type { DatasetManifest } from '../manifest.ts'
import { hasCode, readError } from './file-errors.ts'

const notADataset = (directory: string, cause: unknown): UserError =>
  new UserError('E_NOT_A_DATASET', `${directory} holds no dataset: there is no manifest.json`, {
    hint: 'give a folder made by data import, fetch or simulate (data list shows them)',
    facts: { directory },
    cause,
  })

/**
 * Reads and checks `manifest.json`.
 *
 * @throws UserError E_NOT_A_DATASET, E_FORMAT_VERSION, E_MANIFEST
 */
export const readManifest = async (directory: string): Promise<DatasetManifest> => {
  const file = join(directory, 'manifest.json')
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) throw notADataset(directory, error)
    throw readError(error, file)
  }
  const version = z.object({ formatVersion: z.number() }).safeParse(content)
  if (version.success && version.data.formatVersion !== datasetFormatVersion)
    throw new UserError(
      'E_FORMAT_VERSION',
      `${file} has format version ${version.data.formatVersion}, this program reads ${datasetFormatVersion}`,
      { hint: 'import or fetch the dataset again with this version', facts: { file } },
    )
  const manifest = manifestSchema.safeParse(content)
  if (manifest.success) return manifest.data
  throw new UserError(
    'E_MANIFEST',
    `${file} is not a dataset manifest: ${z.prettifyError(manifest.error)}`,
    {
      hint: 'import or fetch the dataset again',
      facts: { file },
      cause: manifest.error,
    },
  )
}
