import { buildFeeGrowthIndex, indexFromParts, indexParts } from '@tickwise/amm'
import type { FeeGrowthIndex, PoolEventColumns, PoolSpec, StartState } from '@tickwise/amm'
import type { EventsManifest } from '../manifest.ts'
import { cacheKey, readCache, writeCache } from './cache.ts'

/** The fee-growth index of a dataset: from memory, else from its cache, else built and cached. */
export const indexOf = (
  directory: string,
  manifest: EventsManifest,
  columns: PoolEventColumns,
  spec: PoolSpec,
  startState: StartState,
): (() => FeeGrowthIndex) => {
  let index: FeeGrowthIndex | undefined
  return () => {
    if (index !== undefined) return index
    const key = cacheKey(directory, manifest)
    const cached = readCache(directory, 'fee-growth-index', key)
    if (cached !== undefined) {
      index = indexFromParts(cached)
    } else {
      index = buildFeeGrowthIndex(columns, spec, startState)
      writeCache(directory, 'fee-growth-index', key, indexParts(index))
    }
    return index
  }
}
