import { basename, resolve } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { UserError } from '@tickwise/amm'
import type { BarsDataset, Dataset, ReferenceSeries } from '../dataset.ts'
import { withDatabase } from '../store/duckdb.ts'
import { step } from '../store/job.ts'
import type { WriteOptions } from '../store/write-dataset.ts'
import type { IdentityCheckOptions } from './check-identity.ts'
import type { ColumnMapping } from './column-mapping.ts'
import type { WindowChoice } from './data-windows.ts'
import { decodedFolder, mappedTables } from './decoded-tables.ts'
import { detectFormat } from './detect-format.ts'
import type { ImportFormat } from './detect-format.ts'
import type { EventSource } from './event-source.ts'
import { importCandles } from './import-candles.ts'
import { importEvents } from './import-events.ts'
import { importMinuteBars } from './import-minute-bars.ts'
import { jsonPool } from './json-pool.ts'
import { mergePoolMeta, resolvePool } from './pool-identity.ts'
import type { PoolMeta, ResolvedPool } from './pool-identity.ts'
import { inlineRawLogs, rawLogs } from './raw-source.ts'
import { inferPool } from './infer-pool.ts'
import { isFolder } from './source-files.ts'

export interface ImportOptions extends WriteOptions, WindowChoice, IdentityCheckOptions {
  /** File or folder. */
  readonly source: string
  /** Folder of the new dataset. */
  readonly out: string
  /** Detected from the content when absent. */
  readonly format?: ImportFormat
  /** File with the position manager's logs, for raw logs. */
  readonly positionEvents?: string
  /** Which pool the rows belong to, as far as the source does not say it. */
  readonly pool?: PoolMeta
  /** For decoded files of any shape. */
  readonly mapping?: ColumnMapping
  /** For candles: `ETH/USDT`; taken from the file name when absent. */
  readonly symbol?: string
}

/** The new dataset, and what the user should know about how it came to be. */
export type ImportResult = { readonly format: ImportFormat; readonly notes: readonly string[] } & (
  | { readonly kind: 'events'; readonly dataset: Dataset }
  | { readonly kind: 'bars'; readonly dataset: BarsDataset }
  | { readonly kind: 'candles'; readonly dataset: ReferenceSeries }
)

const singleFile = async (source: string, format: string): Promise<string> => {
  if (!(await isFolder(source))) return source
  throw new UserError('E_FORMAT', `${source} is a folder, ${format} is one file`, {
    hint: 'give the file itself',
    facts: { file: source },
  })
}

const wholeFormats: readonly ImportFormat[] = [
  'raw-logs',
  'raw-logs-inline',
  'json-pool',
  'candles',
]

/** A choice of time that a layout cannot obey is refused, never passed over. */
const refuseChoice = (format: ImportFormat, { source, window, from, to }: ImportOptions): void => {
  if (window !== undefined && wholeFormats.includes(format))
    throw new UserError('E_WINDOW', `${source} has no files to choose a window from`, {
      hint: 'use --from and --to; --window is for a folder of daily files',
      facts: { file: source, format },
    })
  if (format === 'json-pool' && (from !== undefined || to !== undefined))
    throw new UserError('E_WINDOW', `${source} starts at the moment of its pool state`, {
      hint: 'import it whole, and give --from and --to to the backtest',
      facts: { file: source, format },
    })
}

const eventSource = async (
  db: DuckDBInstance,
  format: ImportFormat,
  options: ImportOptions,
): Promise<EventSource> => {
  const { source } = options
  switch (format) {
    case 'decoded-parquet':
      return decodedFolder(db, source, options)
    case 'raw-logs':
      return rawLogs(await singleFile(source, format), options, options.positionEvents)
    case 'raw-logs-inline':
      return inlineRawLogs(await singleFile(source, format), options)
    case 'json-pool':
      return jsonPool(source)
    case 'mapped-tables':
    case 'minute-bars':
    case 'candles': {
      const { mapping } = options
      if (mapping !== undefined) return mappedTables(db, source, mapping, options)
      throw new UserError('E_MAPPING', `${source} needs a column mapping`, {
        hint: 'say with --map which columns hold which fields',
        facts: { file: source },
      })
    }
  }
}

/** The pool by name or description; where nothing names it, by what its events show. */
const resolveOrInfer = async (
  source: EventSource,
  meta: PoolMeta,
  path: string,
): Promise<ResolvedPool> => {
  try {
    return resolvePool(meta, path)
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'E_POOL_UNKNOWN') throw error
    const inferred = await inferPool(source, meta)
    if (inferred === undefined) throw error
    return inferred
  }
}

const importOfEvents = async (
  format: ImportFormat,
  options: ImportOptions,
): Promise<ImportResult> =>
  withDatabase(async (db) => {
    const source = await eventSource(db, format, options)
    const meta = mergePoolMeta(source.meta, options.pool ?? {})
    const resolved = await resolveOrInfer(source, meta, resolve(options.source))
    const dataset = await importEvents(options.out, source, resolved, {
      ...options,
      ...(source.expectedEvents === undefined ? {} : { expectedEvents: source.expectedEvents }),
      sourceText: basename(resolve(options.source)),
    })
    step(options, 'opening', 1, 1)
    const notes = [`pool: ${resolved.how}`, ...source.notes]
    return { kind: 'events', format, dataset, notes }
  })

/**
 * Imports a file or folder into a new dataset folder: detects the layout, checks the rows, writes all
 * or nothing.
 *
 * @throws UserError naming file, row and what to do; RetryableError E_LOCKED; CancelledError
 * @example
 * await importDataset({ source: '2024-01-05.raw.csv.gz', out: 'data/usdc-weth',
 *   pool: { chainId: 1, address: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640' } })
 */
export const importDataset = async (options: ImportOptions): Promise<ImportResult> => {
  step(options, 'detecting the layout', 0, 1)
  const mapped = options.mapping === undefined ? undefined : 'mapped-tables'
  const format = options.format ?? mapped ?? (await detectFormat(options.source))
  refuseChoice(format, options)
  if (format === 'minute-bars') return importMinuteBars(options)
  if (format === 'candles') {
    await singleFile(options.source, format)
    return importCandles(options)
  }
  return importOfEvents(format, options)
}
