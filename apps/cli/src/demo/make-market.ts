import { openDataset, simulateMarket, type Dataset } from '@tickwise/market'
import type { CommandContext } from '@tickwise/terminal'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Two weeks teach the model, the last day is lived through. */
const DAYS = 15
const SEED = 'demo'

/**
 * The market of the demo: the one of an earlier demo, or a new one that trades on the real contracts of a local node.
 * The same seed makes the same market.
 */
export async function makeMarket(
  { signal, onProgress, note }: CommandContext,
  directory: string,
): Promise<Dataset> {
  if (existsSync(join(directory, 'manifest.json'))) {
    note(`the market of an earlier demo is used again: ${directory}`)
    return openDataset(directory, { signal, onProgress })
  }
  return simulateMarket(directory, { seed: SEED, days: DAYS, preset: 'busy', signal, onProgress })
}
