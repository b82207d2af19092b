import type { ListedVault } from './ui-services.ts'

/** Vaults that folders of keepers know. */
export async function listKnownVaults(_data: string): Promise<readonly ListedVault[]> {
  return []
}
