import { fileURLToPath } from 'node:url'

/** Folder of the simulated sample dataset that comes with Tickwise. */
export function sampleDirectory(): string {
  return fileURLToPath(new URL('../../../data/sample', import.meta.url))
}
