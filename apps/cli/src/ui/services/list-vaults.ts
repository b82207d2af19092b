import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListedVault } from './ui-services.ts'

/** The name that configurations of keepers have. */
const configName = 'tickwise.json'

/**
 * Vaults that configurations of keepers name: the one that TICKWISE_CONFIG says, that of this folder, and those of
 * the folders just below it and below the data folder. What cannot be read is passed over: checking a configuration
 * is the keeper's affair.
 */
export async function listKnownVaults(data: string): Promise<readonly ListedVault[]> {
  const named = process.env['TICKWISE_CONFIG']
  const below = await Promise.all(['.', data].map(foldersOf))
  const files = [
    ...(named === undefined || named === '' ? [] : [named]),
    ...['.', ...below.flat()].map((folder) => join(folder, configName)),
  ]
  const found = await Promise.all([...new Set(files)].map(vaultsOf))
  return found.flat()
}

async function foldersOf(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  return entries
    .filter(
      (entry) =>
        entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
    )
    .map(({ name }) => join(root, name))
}

interface KeeperFile {
  readonly keeper?: {
    readonly chainId?: number
    readonly vaults?: readonly { readonly vault?: string }[]
  }
}

async function vaultsOf(file: string): Promise<readonly ListedVault[]> {
  try {
    const { keeper } = JSON.parse(await readFile(file, 'utf8')) as KeeperFile
    const chain = keeper?.chainId === undefined ? {} : { chainId: keeper.chainId }
    return (keeper?.vaults ?? []).flatMap(({ vault }) =>
      typeof vault === 'string' ? [{ address: vault, from: file, ...chain }] : [],
    )
  } catch {
    return []
  }
}
