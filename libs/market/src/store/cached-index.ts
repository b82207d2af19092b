import { TickwiseError, buildFeeGrowthIndex, indexFromParts, indexParts } from '@tickwise/amm'
import type {
  FeeGrowthIndex,
  IndexArray,
  PoolEventColumns,
  PoolSpec,
  StartState,
} from '@tickwise/amm'
import { z } from 'zod'
import type { EventsManifest } from '../manifest.ts'
import { cacheKey, readCache, writeCache } from './cache.ts'
import type { NumberArray, TypedArrayFile } from './typed-array-file.ts'

const count = z.number().int()
const limbs = z.tuple([count, count, count])

const headerSchema = z.object({
  format: count,
  length: count,
  fee: count,
  tickSpacing: count,
  anchorRow: count,
  faults: count,
  wraps: z.boolean(),
  firstBoundary: count,
  limbs0: limbs,
  limbs1: limbs,
})

const isIndexArray = (array: NumberArray): array is IndexArray =>
  array instanceof Uint32Array ||
  array instanceof Int32Array ||
  array instanceof Float64Array ||
  array instanceof BigUint64Array

/** The index out of a cache file; undefined when it was made by another version. */
const fromCache = ({ facts, arrays }: TypedArrayFile): FeeGrowthIndex | undefined => {
  const header = headerSchema.safeParse(facts)
  if (!header.success) return undefined
  const ofIndex: Record<string, IndexArray> = {}
  for (const [name, array] of Object.entries(arrays)) {
    if (isIndexArray(array)) ofIndex[name] = array
  }
  try {
    return indexFromParts({ header: header.data, arrays: ofIndex })
  } catch (error) {
    if (error instanceof TickwiseError) return undefined
    throw error
  }
}

/**
 * The fee-growth index of a dataset: from memory, else from its cache, else built and cached. Rows that
 * were not verified (`trusted` false) neither use nor fill the cache.
 */
export const indexOf = (
  directory: string,
  manifest: EventsManifest,
  columns: PoolEventColumns,
  spec: PoolSpec,
  startState: StartState,
  trusted: boolean,
): (() => FeeGrowthIndex) => {
  let index: FeeGrowthIndex | undefined
  return () => {
    if (index !== undefined) return index
    const key = cacheKey(directory, manifest)
    const cached = trusted ? readCache(directory, 'fee-growth-index', key) : undefined
    const known = cached && fromCache(cached)
    if (known !== undefined) return (index = known)
    index = buildFeeGrowthIndex(columns, spec, startState)
    const { header, arrays } = indexParts(index)
    if (trusted) writeCache(directory, 'fee-growth-index', key, { facts: { ...header }, arrays })
    return index
  }
}
