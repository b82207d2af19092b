import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError, encodeEvents } from '@tickwise/amm'
import type { Hex, PoolEvent, PoolEventColumns, StartState } from '@tickwise/amm'
import type { ChainState, Dataset, JobOptions, PositionEvent } from '../dataset.ts'
import type { EventsManifest } from '../manifest.ts'
import { refuseBroken } from '../check/check-dataset.ts'
import { HashingWriter } from './byte-writer.ts'
import { cacheKey, columnArrays, columnsFromArrays, readCache, writeCache } from './cache.ts'
import { indexOf } from './cached-index.ts'
import { datasetRoot } from './dataset-root.ts'
import { withDuckDb } from './duckdb.ts'
import { readError } from './file-errors.ts'
import { step } from './job.ts'
import { joinColumns } from './join-columns.ts'
import { keccakText } from './merkle-root.ts'
import { readManifest } from './read-manifest.ts'
import { readEventFile, readPositionFile, readStateFile } from './read-tables.ts'
import { encodeEventRow, encodePositionRow, encodeStateRow } from './row-encoding.ts'
import { startStateFromJson, startStateToJson } from './start-state-json.ts'

export interface OpenOptions extends JobOptions {
  /** Open a dataset that fails its checks; results on it are not to be trusted. */
  readonly allowBroken?: boolean
  /** Read and hash all files again instead of trusting the cache. */
  readonly verify?: boolean
}

const expectHash = (file: string, expected: Hex, found: Hex, options: OpenOptions): void => {
  if (expected === found || options.allowBroken) return
  throw new UserError('E_ROOT_MISMATCH', `${file} does not hold the rows that the manifest names`, {
    hint: 'the file was changed after it was written: import or fetch the dataset again',
    facts: { file, expected, found },
  })
}

const readColumns = async (
  directory: string,
  manifest: EventsManifest,
  options: OpenOptions,
): Promise<PoolEventColumns> => {
  const parts: PoolEventColumns[] = []
  await withDuckDb(async (db) => {
    for (const [i, { path, keccak }] of manifest.files.entries()) {
      step(options, 'reading events', i, manifest.files.length)
      const file = join(directory, path)
      const hash = new HashingWriter()
      const events: PoolEvent[] = []
      for await (const event of readEventFile(db, file)) {
        encodeEventRow(hash, event)
        events.push(event)
      }
      parts.push(encodeEvents(events))
      expectHash(file, keccak, hash.digest(), options)
    }
  })
  return joinColumns(parts)
}

const openColumns = async (
  directory: string,
  manifest: EventsManifest,
  options: OpenOptions,
): Promise<PoolEventColumns> => {
  const key = cacheKey(directory, manifest)
  const cached = options.verify ? undefined : readCache(directory, 'columns', key)
  const fromCache = cached && columnsFromArrays(cached)
  if (fromCache !== undefined) return fromCache
  const columns = await readColumns(directory, manifest, options)
  // Rows that were let pass unverified must not come back as verified from the cache.
  if (!options.allowBroken) writeCache(directory, 'columns', key, columnArrays(columns))
  return columns
}

const openStart = async (
  directory: string,
  manifest: EventsManifest,
  options: OpenOptions,
): Promise<StartState> => {
  const file = join(directory, manifest.startState.path)
  try {
    const state = startStateFromJson(await readFile(file, 'utf8'))
    expectHash(file, manifest.startState.keccak, keccakText(startStateToJson(state)), options)
    return state
  } catch (error) {
    throw readError(error, file)
  }
}

interface SmallTables {
  readonly chainStates: readonly ChainState[]
  readonly positionEvents?: readonly PositionEvent[]
}

const openSmallTables = async (
  directory: string,
  { chainStates, positionEvents }: EventsManifest,
  options: OpenOptions,
): Promise<SmallTables> => {
  if (chainStates === undefined && positionEvents === undefined) return { chainStates: [] }
  return withDuckDb(async (db) => {
    const states = chainStates && (await readStateFile(db, join(directory, chainStates.path)))
    if (chainStates !== undefined) {
      const hash = new HashingWriter()
      for (const state of states ?? []) encodeStateRow(hash, state)
      expectHash(join(directory, chainStates.path), chainStates.keccak, hash.digest(), options)
    }
    if (positionEvents === undefined) return { chainStates: states ?? [] }
    const file = join(directory, positionEvents.path)
    const events = await readPositionFile(db, file)
    const hash = new HashingWriter()
    for (const event of events) encodePositionRow(hash, event)
    expectHash(file, positionEvents.keccak, hash.digest(), options)
    return { chainStates: states ?? [], positionEvents: events }
  })
}

const readEventsManifest = async (
  directory: string,
  options: OpenOptions,
): Promise<EventsManifest> => {
  const manifest = await readManifest(directory)
  if (manifest.kind !== 'events')
    throw new UserError('E_DATASET_KIND', `${directory} holds ${manifest.kind}, not pool events`, {
      hint: 'exact replay needs a dataset of pool events',
      facts: { directory, kind: manifest.kind },
    })
  expectHash(join(directory, 'manifest.json'), manifest.root, datasetRoot(manifest), options)
  return manifest
}

/**
 * Opens a dataset of pool events. The first opening reads and checks the Parquet files, later ones take
 * the typed arrays from its cache.
 *
 * @throws UserError E_NOT_A_DATASET, E_MANIFEST, E_ROOT_MISMATCH, E_FILE_BROKEN
 * @throws CheckFailedError E_DATASET_BROKEN when the check finds faults and `allowBroken` is not set
 * @example
 * const dataset = await openDataset('data/weth-usdc')
 * dataset.columns.length
 */
export const openDataset = async (folder: string, options: OpenOptions = {}): Promise<Dataset> => {
  const directory = resolve(folder)
  const manifest = await readEventsManifest(directory, options)
  const { fee, tickSpacing } = manifest.pool
  const [columns, startState, small] = [
    await openColumns(directory, manifest, options),
    await openStart(directory, manifest, options),
    await openSmallTables(directory, manifest, options),
  ]
  const spec = { fee, tickSpacing }
  const index = indexOf(directory, manifest, columns, spec, startState, !options.allowBroken)
  await refuseBroken(directory, { manifest, columns, startState, index }, options)
  return {
    directory,
    manifest,
    root: manifest.root,
    spec,
    simulated: manifest.simulated,
    columns,
    startState,
    ...small,
    index,
  }
}
