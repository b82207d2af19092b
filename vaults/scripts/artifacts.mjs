// What forge compiled of the contracts as they are deployed. Tests of single behaviours compile the same files
// without the optimizer, and which of the two lies at the shorter path depends on what was compiled first.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../out/', import.meta.url))

/** Artifacts of `vaults/src` with the optimizer on, by name of the contract. */
export function deployedArtifacts() {
  const found = new Map()
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!path.endsWith('.json') || path.includes('build-info')) continue
    const artifact = JSON.parse(readFileSync(join(folder, path), 'utf8'))
    const settings = artifact.metadata?.settings
    const [target] = Object.entries(settings?.compilationTarget ?? {})
    if (!target?.[0].startsWith('vaults/src/') || !settings.optimizer.enabled) continue
    found.set(target[1], artifact)
  }
  return found
}
