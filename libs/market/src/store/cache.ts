import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PoolEventColumns } from '@tickwise/amm'
import type { EventsManifest } from '../manifest.ts'
import { readError } from './file-errors.ts'
import { readTypedArrays, writeTypedArrays } from './typed-array-file.ts'
import type { TypedArrayFile } from './typed-array-file.ts'

/** Layout of the cached arrays; raise it when their meaning changes. */
const cacheVersion = 1

/**
 * Key of cached arrays: the root and the byte sizes of the files behind it. A file changed by hand
 * changes its size or, failing that, is found by `verify`.
 *
 * @throws UserError E_NOT_FOUND when a file of the manifest is gone
 */
export const cacheKey = (directory: string, manifest: EventsManifest): string => {
  const sizes = manifest.files.map(({ path }) => sizeOf(join(directory, path)))
  return [cacheVersion, manifest.root, ...sizes].join(' ')
}

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size
  } catch (error) {
    throw readError(error, file)
  }
}

/** Arrays kept beside the dataset; deleting the folder loses nothing but time. */
export const readCache = (
  directory: string,
  name: string,
  key: string,
): TypedArrayFile | undefined => readTypedArrays(join(directory, 'cache', `${name}.bin`), key)

/** A dataset in a folder that cannot be written works too, it is only opened more slowly. */
export const writeCache = (
  directory: string,
  name: string,
  key: string,
  content: TypedArrayFile,
): void => {
  try {
    mkdirSync(join(directory, 'cache'), { recursive: true })
    writeTypedArrays(join(directory, 'cache', `${name}.bin`), key, content)
  } catch {
    return
  }
}

/** Columns as arrays by name. */
export const columnArrays = ({ length, ...arrays }: PoolEventColumns): TypedArrayFile => ({
  facts: { length },
  arrays,
})

/** Columns out of cached arrays; undefined when one is missing or of another type. */
export const columnsFromArrays = ({ arrays }: TypedArrayFile): PoolEventColumns | undefined => {
  const { kind, blockNumber, logIndex, timestamp, tickA, tickB } = arrays
  const { sqrtPriceX96, liquidity, amount0, amount1 } = arrays
  if (!(kind instanceof Uint8Array) || !(blockNumber instanceof Uint32Array)) return undefined
  if (!(logIndex instanceof Uint32Array) || !(timestamp instanceof Uint32Array)) return undefined
  if (!(tickA instanceof Int32Array) || !(tickB instanceof Int32Array)) return undefined
  if (!(sqrtPriceX96 instanceof BigUint64Array) || !(liquidity instanceof BigUint64Array))
    return undefined
  if (!(amount0 instanceof BigUint64Array) || !(amount1 instanceof BigUint64Array)) return undefined
  return {
    length: kind.length,
    kind,
    blockNumber,
    logIndex,
    timestamp,
    tickA,
    tickB,
    sqrtPriceX96,
    liquidity,
    amount0,
    amount1,
  }
}
