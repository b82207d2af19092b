import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Folder with real market data; not part of the repository. */
const folder =
  process.env['TICKWISE_SHARED_DATA'] ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

/** Path of a real data file. */
export const realData = (path: string): string => `${folder}/${path}`

export const hasRealData = existsSync(folder)

/** Appended to the title of tests that need it, so that a skip says why. */
export const needsRealData = hasRealData ? '' : ` (skipped: no real data at ${folder})`
