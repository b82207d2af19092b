import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { TickwiseError } from '@tickwise/amm'
import type { Hex } from '@tickwise/amm'
import type { JobOptions } from '../dataset.ts'
import type { EventsManifest, FileEntry } from '../manifest.ts'
import { HashingWriter } from './byte-writer.ts'
import { datasetRoot } from './dataset-root.ts'
import { withDuckDb } from './duckdb.ts'
import { readError } from './file-errors.ts'
import { step } from './job.ts'
import { keccakText } from './merkle-root.ts'
import { readEventFile, readPositionFile, readStateFile } from './read-tables.ts'
import { encodeEventRow, encodePositionRow, encodeStateRow } from './row-encoding.ts'
import { startStateFromJson, startStateToJson } from './start-state-json.ts'

/** A file that does not hold what the manifest says. */
export interface FileFault {
  readonly path: string
  readonly message: string
}

type HashFile = (file: string) => Promise<Hex>

const hashEvents =
  (db: DuckDBConnection): HashFile =>
  async (file) => {
    const hash = new HashingWriter()
    for await (const event of readEventFile(db, file)) encodeEventRow(hash, event)
    return hash.digest()
  }

const hashStates =
  (db: DuckDBConnection): HashFile =>
  async (file) => {
    const hash = new HashingWriter()
    for (const state of await readStateFile(db, file)) encodeStateRow(hash, state)
    return hash.digest()
  }

const hashPositions =
  (db: DuckDBConnection): HashFile =>
  async (file) => {
    const hash = new HashingWriter()
    for (const event of await readPositionFile(db, file)) encodePositionRow(hash, event)
    return hash.digest()
  }

const hashStart: HashFile = async (file) => {
  try {
    return keccakText(startStateToJson(startStateFromJson(await readFile(file, 'utf8'))))
  } catch (error) {
    throw readError(error, file)
  }
}

/** Reads all files of a dataset again and compares their rows with the hashes of the manifest. */
export const verifyFiles = (
  directory: string,
  manifest: EventsManifest,
  job: JobOptions,
): Promise<readonly FileFault[]> =>
  withDuckDb(async (db) => {
    const optional = (entry: FileEntry | undefined, hash: HashFile) =>
      entry === undefined ? [] : [{ entry, hash }]
    const parts = [
      ...manifest.files.map((entry) => ({ entry, hash: hashEvents(db) })),
      { entry: manifest.startState, hash: hashStart },
      ...optional(manifest.chainStates, hashStates(db)),
      ...optional(manifest.positionEvents, hashPositions(db)),
    ]
    const faults: FileFault[] = []
    if (datasetRoot(manifest) !== manifest.root)
      faults.push({ path: 'manifest.json', message: 'the root does not follow from the manifest' })
    for (const [i, { entry, hash }] of parts.entries()) {
      step(job, 'hashing files', i, parts.length)
      const { path } = entry
      try {
        if ((await hash(join(directory, path))) !== entry.keccak)
          faults.push({ path, message: 'the file does not hold the rows that the manifest names' })
      } catch (error) {
        if (!(error instanceof TickwiseError)) throw error
        faults.push({ path, message: error.message })
      }
    }
    return faults
  })
