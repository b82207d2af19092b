import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '@tickwise/amm'
import type { BarsDataset, JobOptions } from '../dataset.ts'
import { datasetFormatVersion } from '../manifest.ts'
import type { BarsManifest, PoolIdentity } from '../manifest.ts'
import { writeFolderAtomically } from '../store/atomic-folder.ts'
import { HashingWriter } from '../store/byte-writer.ts'
import { withDuckDb } from '../store/duckdb.ts'
import { step } from '../store/job.ts'
import { identityLeaf, merkleRoot } from '../store/merkle-root.ts'
import { writeParquet } from '../store/parquet-table.ts'
import { readManifest } from '../store/read-manifest.ts'
import { storedRows } from '../store/stored-rows.ts'
import { barColumns, barTable, encodeBar, isStaleClose } from './bar.ts'
import type { Bar } from './bar.ts'

const file = 'bars.parquet'

/** What a new dataset of bars is made of. */
export interface BarsContent {
  readonly pool: PoolIdentity
  readonly secondsPerBar: number
  /** Ascending by time. */
  readonly bars: readonly Bar[]
  readonly source: BarsManifest['source']
  readonly simulated: boolean
}

const hashOf = (bars: readonly Bar[]): BarsManifest['root'] => {
  const hash = new HashingWriter()
  for (const bar of bars) encodeBar(hash, bar)
  return hash.digest()
}

const rootOf = (
  { pool, simulated, secondsPerBar }: Pick<BarsManifest, 'pool' | 'simulated' | 'secondsPerBar'>,
  keccak: BarsManifest['root'],
): BarsManifest['root'] =>
  merkleRoot([identityLeaf('bars', pool, { simulated, secondsPerBar }), { name: 'bars', keccak }])

const manifestOf = (content: BarsContent): BarsManifest => {
  const { pool, secondsPerBar, bars, simulated, source } = content
  const [first, last] = [bars[0], bars.at(-1)]
  if (first === undefined || last === undefined)
    throw new UserError('E_EMPTY', 'there are no bars to write', { hint: 'check the source' })
  const keccak = hashOf(bars)
  return {
    formatVersion: datasetFormatVersion,
    kind: 'bars',
    simulated,
    pool,
    secondsPerBar,
    timeRange: { from: first.timestamp, to: last.timestamp },
    rows: bars.length,
    staleCloseTicks: bars.filter(isStaleClose).length,
    missingBars: (last.timestamp - first.timestamp) / secondsPerBar + 1 - bars.length,
    files: [{ path: file, rows: bars.length, keccak }],
    root: rootOf(content, keccak),
    source,
  }
}

/**
 * Writes a dataset of pool bars: all of it or nothing.
 *
 * @throws UserError E_EMPTY, E_EXISTS, E_DISK_FULL; RetryableError E_LOCKED
 * @example
 * await writeBars('data/minute', { pool, secondsPerBar: 60, bars, source, simulated: false })
 */
export const writeBars = async (
  directory: string,
  content: BarsContent,
  options: JobOptions & { readonly replace?: boolean } = {},
): Promise<BarsDataset> => {
  const target = resolve(directory)
  const manifest = manifestOf(content)
  await writeFolderAtomically(target, options.replace ?? false, async (temporary) => {
    step(options, 'writing bars', 0, content.bars.length)
    await withDuckDb((db) => writeParquet(db, join(temporary, file), barTable, content.bars))
    await writeFile(join(temporary, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  })
  return openBars(target)
}

/**
 * Opens a dataset of pool bars.
 *
 * @throws UserError E_NOT_A_DATASET, E_DATASET_KIND, E_ROOT_MISMATCH, E_FILE_BROKEN
 * @example
 * const { bars } = await openBars('data/polygon-minute')
 */
export const openBars = async (folder: string): Promise<BarsDataset> => {
  const directory = resolve(folder)
  const manifest = await readManifest(directory)
  if (manifest.kind !== 'bars')
    throw new UserError('E_DATASET_KIND', `${directory} holds ${manifest.kind}, not bars`, {
      facts: { directory, kind: manifest.kind },
    })
  const bars: Bar[] = []
  await withDuckDb(async (db) => {
    const names = barTable.map(({ name }) => name).filter((name) => name !== 'stale_close')
    for await (const row of storedRows(db, join(directory, file), names))
      bars.push({
        timestamp: row.number('timestamp'),
        openTick: row.number('open_tick'),
        highTick: row.number('high_tick'),
        lowTick: row.number('low_tick'),
        closeTick: row.number('close_tick'),
        amountIn0: row.integer('amount_in0'),
        amountIn1: row.integer('amount_in1'),
        netAmount0: row.integer('net_amount0'),
        netAmount1: row.integer('net_amount1'),
        liquidity: row.integer('liquidity'),
      })
  })
  if (rootOf(manifest, hashOf(bars)) !== manifest.root)
    throw new UserError(
      'E_ROOT_MISMATCH',
      `${join(directory, file)} does not hold the rows that the manifest names`,
      {
        hint: 'the file was changed after it was written: import the bars again',
        facts: { file: join(directory, file) },
      },
    )
  return {
    directory,
    manifest,
    root: manifest.root,
    bars: barColumns(bars, manifest.secondsPerBar),
  }
}
