import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '@tickwise/amm'
import type { JobOptions, ReferenceSeries } from '../dataset.ts'
import { datasetFormatVersion } from '../manifest.ts'
import type { CandlesManifest } from '../manifest.ts'
import { writeFolderAtomically } from '../store/atomic-folder.ts'
import { HashingWriter } from '../store/byte-writer.ts'
import { withDuckDb } from '../store/duckdb.ts'
import { step } from '../store/job.ts'
import { identityLeaf, merkleRoot } from '../store/merkle-root.ts'
import { writeParquet } from '../store/parquet-table.ts'
import type { TableColumn } from '../store/parquet-table.ts'
import { readManifest } from '../store/read-manifest.ts'
import { storedRows } from '../store/stored-rows.ts'

/** One exchange candle: quote per base, volume in base. */
export interface Candle {
  readonly timestamp: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

const prices = ['open', 'high', 'low', 'close', 'volume'] as const
const file = 'candles.parquet'

const candleTable: readonly TableColumn<Candle>[] = [
  { name: 'timestamp', type: 'UINTEGER', cell: (candle) => candle.timestamp },
  ...prices.map((name) => ({
    name,
    type: 'DOUBLE' as const,
    cell: (candle: Candle) => candle[name],
  })),
]

const hashOf = (candles: readonly Candle[]): CandlesManifest['root'] => {
  const hash = new HashingWriter()
  for (const candle of candles) {
    hash.record()
    hash.uint32(candle.timestamp)
    for (const name of prices) hash.float64(candle[name])
  }
  return hash.digest()
}

type Identity = Pick<CandlesManifest, 'symbol' | 'secondsPerCandle' | 'simulated'>

const rootOf = (
  { symbol, secondsPerCandle, simulated }: Identity,
  keccak: CandlesManifest['root'],
): CandlesManifest['root'] =>
  merkleRoot([
    identityLeaf('candles', undefined, { symbol, secondsPerCandle, simulated }),
    { name: 'candles', keccak },
  ])

export interface CandlesContent extends Identity {
  /** Ascending by time. */
  readonly candles: readonly Candle[]
  readonly source: CandlesManifest['source']
}

/**
 * Writes a reference price series: all of it or nothing.
 *
 * @throws UserError E_EMPTY, E_EXISTS, E_DISK_FULL; RetryableError E_LOCKED
 * @example
 * await writeCandles('data/eth', { symbol: 'ETH/USDT', secondsPerCandle: 3600, candles, source, simulated: false })
 */
export const writeCandles = async (
  directory: string,
  content: CandlesContent,
  options: JobOptions & { readonly replace?: boolean } = {},
): Promise<ReferenceSeries> => {
  const { candles, symbol, secondsPerCandle, simulated, source } = content
  const [first, last] = [candles[0], candles.at(-1)]
  if (first === undefined || last === undefined)
    throw new UserError('E_EMPTY', 'there are no candles to write', { hint: 'check the source' })
  const keccak = hashOf(candles)
  const manifest: CandlesManifest = {
    formatVersion: datasetFormatVersion,
    kind: 'candles',
    simulated,
    symbol,
    secondsPerCandle,
    timeRange: { from: first.timestamp, to: last.timestamp },
    rows: candles.length,
    missingCandles: (last.timestamp - first.timestamp) / secondsPerCandle + 1 - candles.length,
    files: [{ path: file, rows: candles.length, keccak }],
    root: rootOf(content, keccak),
    source,
  }
  const target = resolve(directory)
  await writeFolderAtomically(target, options.replace ?? false, async (temporary) => {
    step(options, 'writing candles', 0, candles.length)
    await withDuckDb((db) => writeParquet(db, join(temporary, file), candleTable, candles))
    await writeFile(join(temporary, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  })
  return openReferenceSeries(target)
}

/**
 * Opens a reference price series.
 *
 * @throws UserError E_NOT_A_DATASET, E_DATASET_KIND, E_ROOT_MISMATCH, E_FILE_BROKEN
 * @example
 * const { timestamp, close } = await openReferenceSeries('data/eth-usdt-5m')
 */
export const openReferenceSeries = async (folder: string): Promise<ReferenceSeries> => {
  const directory = resolve(folder)
  const manifest = await readManifest(directory)
  if (manifest.kind !== 'candles')
    throw new UserError('E_DATASET_KIND', `${directory} holds ${manifest.kind}, not candles`, {
      facts: { directory, kind: manifest.kind },
    })
  const candles: Candle[] = []
  await withDuckDb(async (db) => {
    for await (const row of storedRows(db, join(directory, file), ['timestamp', ...prices]))
      candles.push({
        timestamp: row.number('timestamp'),
        open: row.number('open'),
        high: row.number('high'),
        low: row.number('low'),
        close: row.number('close'),
        volume: row.number('volume'),
      })
  })
  if (rootOf(manifest, hashOf(candles)) !== manifest.root)
    throw new UserError(
      'E_ROOT_MISMATCH',
      `${join(directory, file)} does not hold the rows that the manifest names`,
      {
        hint: 'the file was changed after it was written: import the candles again',
        facts: { file: join(directory, file) },
      },
    )
  const { secondsPerCandle } = manifest
  const column = (name: keyof Candle): Float64Array =>
    Float64Array.from(candles, (candle) => candle[name])
  return {
    directory,
    manifest,
    root: manifest.root,
    secondsPerCandle,
    timestamp: column('timestamp'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
}
