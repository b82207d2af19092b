import { describeError } from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { ConfigFile } from '@tickwise/terminal/config'
import { shownPath } from '../shown-path.ts'
import type { Finding } from './finding.ts'

/** No keystore is larger. */
const largestKeystore = 20_000

/** Whether every file of a dataset is as its manifest says. */
export async function checkDatasetFiles(directory: string): Promise<Finding> {
  const name = 'dataset'
  try {
    const { openDataset } = await import('@tickwise/market')
    const dataset = await openDataset(directory, { verify: true })
    const label = dataset.simulated ? ' (simulated)' : ''
    return {
      name,
      status: 'ok',
      detail: `${shownPath(directory)}${label}: every file has the hash of its manifest, root ${dataset.root.slice(0, 10)}…`,
    }
  } catch (error) {
    const { message, hint } = describeError(error)
    return {
      name,
      status: 'failed',
      detail: `${shownPath(directory)}: ${message}`,
      hint: hint ?? 'get or make the dataset again',
    }
  }
}

/** Whether keys, and passwords of keys, can be read by others than their owner. */
export async function checkKeyFiles(file: ConfigFile | undefined): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return []
  const named = keyFilesNamed(file)
  const around = (await keystoresIn(process.cwd())).filter((path) => !named.includes(path))
  return [
    ...(await Promise.all(named.map((path) => checkKeyFile(path, 'failed')))),
    // Encrypted and perhaps not in use: worth a word.
    ...(await Promise.all(around.map((path) => checkKeyFile(path, 'warning')))),
  ]
}

async function checkKeyFile(path: string, worst: 'failed' | 'warning'): Promise<Finding> {
  const name = 'key file'
  const shown = shownPath(path)
  if (!existsSync(path)) {
    const hint = 'mend the path in the section keeper.signer, or make one: tickwise keeper keys new'
    return { name, status: 'failed', detail: `${shown} is not there`, hint }
  }
  const { mode } = await stat(path)
  return (mode & 0o077) === 0
    ? { name, status: 'ok', detail: `${shown} is its owner's alone` }
    : {
        name,
        status: worst,
        detail: `${shown} can be read by others (${(mode & 0o777).toString(8)})`,
        hint: `chmod 600 ${shown}`,
      }
}

/** What the keeper's section says of its signer, from the file's folder. */
function keyFilesNamed(file: ConfigFile | undefined): readonly string[] {
  const keeper = file?.content['keeper'] as
    | { readonly signer?: Readonly<Record<string, unknown>> }
    | undefined
  return ['keystore', 'passwordFile'].flatMap((key) => {
    const path = keeper?.signer?.[key]
    return typeof path === 'string' && file !== undefined ? [resolve(dirname(file.path), path)] : []
  })
}

/** Files of a folder that are keystores of version 3, whatever their name. */
async function keystoresIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const paths = entries
    .filter(
      (entry) => entry.isFile() && (entry.name.endsWith('.json') || entry.name.startsWith('UTC--')),
    )
    .map(({ name }) => join(folder, name))
  const found = await Promise.all(
    paths.map(async (path) => ((await isKeystore(path)) ? [path] : [])),
  )
  return found.flat()
}

async function isKeystore(path: string): Promise<boolean> {
  const { size } = await stat(path)
  if (size > largestKeystore) return false
  const text = await readFile(path, 'utf8').catch(() => '')
  return /"crypto"\s*:/i.test(text) && text.includes('"ciphertext"')
}
