import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError, encodeEvents } from '@tickwise/amm'
import type { EventKind, PoolEvent, PoolEventColumns, StartState } from '@tickwise/amm'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ChainState, Dataset, JobOptions, PositionEvent } from '../dataset.ts'
import { datasetFormatVersion } from '../manifest.ts'
import type { EventsManifest, FileEntry, PoolIdentity } from '../manifest.ts'
import { refuseBroken } from '../check/check-dataset.ts'
import { writeFolderAtomically } from './atomic-folder.ts'
import { HashingWriter } from './byte-writer.ts'
import { cacheKey, columnArrays, writeCache } from './cache.ts'
import { indexOf } from './cached-index.ts'
import { datasetRoot } from './dataset-root.ts'
import { withDuckDb } from './duckdb.ts'
import { eventDays } from './event-days.ts'
import { step } from './job.ts'
import { joinColumns } from './join-columns.ts'
import { openDataset } from './open-dataset.ts'
import { keccakText } from './merkle-root.ts'
import { writeParquet } from './parquet-table.ts'
import { encodeEventRow, encodePositionRow, encodeStateRow } from './row-encoding.ts'
import { startStateToJson } from './start-state-json.ts'
import { eventTable, positionTable, stateTable } from './tables.ts'

/** What a dataset is about, beside its rows. */
export interface DatasetMeta {
  readonly pool: PoolIdentity
  readonly simulated: boolean
  readonly seed?: string
  readonly source: { readonly text: string; readonly format: string }
  /** How it was made sure that no event is missing, and what came out. */
  readonly gapCheck: { readonly how: string; readonly result: string }
}

type OrFromColumns<T> = T | ((columns: PoolEventColumns) => T)

/** Rows of a new dataset. Parts given as functions are asked after the last event was read. */
export interface DatasetContent {
  readonly meta: DatasetMeta
  /** In chain order: ascending (blockNumber, logIndex), timestamps never falling. */
  readonly events: Iterable<PoolEvent> | AsyncIterable<PoolEvent>
  readonly startState: OrFromColumns<StartState>
  readonly states?: OrFromColumns<readonly ChainState[]>
  readonly positionEvents?: OrFromColumns<readonly PositionEvent[]>
}

export interface WriteOptions extends JobOptions {
  /** Put the dataset in the place of an older one. */
  readonly replace?: boolean
  /** Write even when the check of continuity finds faults. */
  readonly allowBroken?: boolean
  /** Number of events, where it is known, for progress. */
  readonly expectedEvents?: number
}

const valueOf = <T extends object>(part: OrFromColumns<T>, columns: PoolEventColumns): T =>
  typeof part === 'function' ? part(columns) : part

const eventsPerReport = 4096

/** Reports progress and hears a cancel while the stream passes. */
async function* reported(
  events: DatasetContent['events'],
  options: WriteOptions,
): AsyncGenerator<PoolEvent> {
  let done = 0
  for await (const event of events) {
    if (done++ % eventsPerReport === 0)
      step(options, 'writing events', done, options.expectedEvents ?? 0)
    yield event
  }
  step(options, 'writing events', done, done)
}

interface WrittenEvents {
  readonly files: readonly FileEntry[]
  readonly rows: Readonly<Record<string, number>>
  readonly columns: PoolEventColumns
}

const writeEvents = async (
  db: DuckDBConnection,
  directory: string,
  events: DatasetContent['events'],
  options: WriteOptions,
): Promise<WrittenEvents> => {
  const files: FileEntry[] = []
  const parts: PoolEventColumns[] = []
  const rows: Partial<Record<EventKind, number>> = {}
  // DuckDB packs one day in its own threads while the next is read and hashed here.
  let packing: Promise<void> = Promise.resolve()
  await mkdir(join(directory, 'events'))
  try {
    for await (const { day, events: ofDay } of eventDays(reported(events, options))) {
      parts.push(encodeEvents(ofDay))
      const hash = new HashingWriter()
      for (const event of ofDay) {
        encodeEventRow(hash, event)
        rows[event.kind] = (rows[event.kind] ?? 0) + 1
      }
      const path = `events/${day}.parquet`
      await packing
      packing = writeParquet(db, join(directory, path), eventTable, ofDay)
      // Awaited before the next day; until then a failure must not count as unhandled.
      packing.catch(() => undefined)
      files.push({ path, rows: ofDay.length, keccak: hash.digest() })
    }
    await packing
  } finally {
    await Promise.allSettled([packing])
  }
  return { files, rows, columns: joinColumns(parts) }
}

const writeStates = async (
  db: DuckDBConnection,
  directory: string,
  states: readonly ChainState[],
): Promise<FileEntry> => {
  const hash = new HashingWriter()
  for (const state of states) encodeStateRow(hash, state)
  const path = 'state/chain-states.parquet'
  await writeParquet(db, join(directory, path), stateTable, states)
  return { path, rows: states.length, keccak: hash.digest() }
}

const writePositions = async (
  db: DuckDBConnection,
  directory: string,
  events: readonly PositionEvent[],
): Promise<FileEntry> => {
  const hash = new HashingWriter()
  for (const event of events) encodePositionRow(hash, event)
  const path = 'positions/events.parquet'
  await mkdir(join(directory, 'positions'))
  await writeParquet(db, join(directory, path), positionTable, events)
  return { path, rows: events.length, keccak: hash.digest() }
}

const writeStart = async (
  directory: string,
  state: StartState,
): Promise<EventsManifest['startState']> => {
  const text = startStateToJson(state)
  const path = 'state/start.json'
  await writeFile(join(directory, path), `${text}\n`)
  return { path, rows: 1, keccak: keccakText(text), kind: state.kind }
}

const ends = (column: Uint32Array): { from: number; to: number } => ({
  from: column[0] ?? 0,
  to: column[column.length - 1] ?? 0,
})

const fill = async (
  db: DuckDBConnection,
  directory: string,
  content: DatasetContent,
  options: WriteOptions,
): Promise<void> => {
  const { meta } = content
  const { files, rows, columns } = await writeEvents(db, directory, content.events, options)
  if (columns.length === 0)
    throw new UserError('E_EMPTY', 'there are no events to write', {
      hint: 'check the source and the window: --from and --to may exclude everything',
    })
  await mkdir(join(directory, 'state'))
  step(options, 'writing the start state', 0, 1)
  const start = valueOf(content.startState, columns)
  const states = content.states === undefined ? [] : valueOf(content.states, columns)
  const positions =
    content.positionEvents === undefined ? undefined : valueOf(content.positionEvents, columns)
  const parts = {
    kind: 'events' as const,
    simulated: meta.simulated,
    ...(meta.seed === undefined ? {} : { seed: meta.seed }),
    pool: meta.pool,
    files: [...files],
    startState: await writeStart(directory, start),
    ...(states.length === 0 ? {} : { chainStates: await writeStates(db, directory, states) }),
    ...(positions === undefined
      ? {}
      : { positionEvents: await writePositions(db, directory, positions) }),
  }
  const manifest: EventsManifest = {
    formatVersion: datasetFormatVersion,
    ...parts,
    root: datasetRoot(parts),
    blockRange: ends(columns.blockNumber),
    timeRange: ends(columns.timestamp),
    rows,
    source: meta.source,
    gapCheck: meta.gapCheck,
  }
  await writeFile(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const key = cacheKey(directory, manifest)
  writeCache(directory, 'columns', key, columnArrays(columns))
  step(options, 'checking', 0, 1)
  const spec = { fee: meta.pool.fee, tickSpacing: meta.pool.tickSpacing }
  const index = indexOf(directory, manifest, columns, spec, start, true)
  await refuseBroken(directory, { manifest, columns, startState: start, index }, options)
}

/**
 * Writes a dataset folder: all of it or nothing.
 *
 * @returns the dataset, opened
 * @throws UserError E_EMPTY, E_EVENT_ORDER, E_DUPLICATE_EVENT, E_EVENT_VALUE, E_EXISTS, E_DISK_FULL
 * @throws CheckFailedError E_DATASET_BROKEN when the events do not follow from each other
 * @throws RetryableError E_LOCKED when another process writes the same folder
 * @example
 * await writeDataset('data/weth-usdc', { meta, events, startState: { kind: 'fresh' } })
 */
export const writeDataset = async (
  directory: string,
  content: DatasetContent,
  options: WriteOptions = {},
): Promise<Dataset> => {
  const target = resolve(directory)
  await writeFolderAtomically(target, options.replace ?? false, (temporary) =>
    withDuckDb((db) => fill(db, temporary, content, options)),
  )
  return openDataset(target, options.allowBroken === undefined ? {} : { allowBroken: true })
}
