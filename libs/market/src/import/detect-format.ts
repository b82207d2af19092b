import { basename } from 'node:path'
import { UserError } from '@tickwise/amm'
import { readError } from '../store/file-errors.ts'
import { csvHeader } from './csv.ts'
import { isJsonPoolFolder } from './json-pool.ts'
import { filesIn, isFolder } from './source-files.ts'
import { firstBytes } from './text-file.ts'

/** Layouts that `data import` knows. */
export const importFormats = [
  'decoded-parquet',
  'raw-logs',
  'raw-logs-inline',
  'json-pool',
  'minute-bars',
  'candles',
  'mapped-tables',
] as const

export type ImportFormat = (typeof importFormats)[number]

const minuteBarColumns = ['timestamp', 'netAmount0', 'netAmount1', 'closeTick', 'currentLiquidity']
const candleColumns = ['open', 'high', 'low', 'close', 'volume']

const formatOfColumns = (columns: readonly string[]): ImportFormat | undefined => {
  const has = (names: readonly string[]): boolean => names.every((name) => columns.includes(name))
  if (has(['pool_topics', 'pool_data'])) return 'raw-logs-inline'
  if (has(['topics', 'data', 'block_number'])) return 'raw-logs'
  if (has(minuteBarColumns)) return 'minute-bars'
  if (has(candleColumns)) return 'candles'
  return undefined
}

const formatOfFile = async (file: string): Promise<ImportFormat | undefined> => {
  const head = Buffer.from(await firstBytes(file, 8)).toString('latin1')
  if (head.startsWith('ARROW1')) return 'candles'
  if (/\.(txt|json)(\.gz)?$/i.test(file)) return 'json-pool'
  if (head.startsWith('PAR1')) return undefined
  return formatOfColumns(await csvHeader(file))
}

const formatOfFolder = async (folder: string): Promise<ImportFormat | undefined> => {
  if ((await filesIn(`${folder}/swaps`, /\.parquet$/i)).length > 0) return 'decoded-parquet'
  if (await isJsonPoolFolder(folder)) return 'json-pool'
  return commonFormat(folder, await filesIn(folder, /\.(csv|csv\.gz|feather)$/i))
}

/** The layout that all files of a folder have; a mixture is for the user to sort out. */
const commonFormat = async (
  folder: string,
  files: readonly string[],
): Promise<ImportFormat | undefined> => {
  const formats: (ImportFormat | undefined)[] = []
  for (const file of files) formats.push(await formatOfFile(file))
  if (new Set(formats).size < 2) return formats[0]
  const found = files.map((file, i) => `${basename(file)} (${formats[i] ?? 'not known'})`)
  throw new UserError('E_FORMAT_MIXED', `${folder} holds files of several layouts`, {
    hint: `give one of them: ${found.join(', ')}`,
    facts: { file: folder },
  })
}

/**
 * Tells the layout of a file or folder from its content.
 *
 * @throws UserError E_FORMAT_UNKNOWN, E_FORMAT_MIXED, E_NOT_FOUND, E_FILE_BROKEN
 * @example
 * await detectFormat('2024-01-05.raw.csv.gz') // 'raw-logs'
 */
export const detectFormat = async (source: string): Promise<ImportFormat> => {
  try {
    const folder = await isFolder(source)
    const format = folder ? await formatOfFolder(source) : await formatOfFile(source)
    if (format !== undefined) return format
  } catch (error) {
    throw readError(error, source)
  }
  throw new UserError('E_FORMAT_UNKNOWN', `${source} is in no layout that is known`, {
    hint: `name it with --format (${importFormats.join(', ')}); decoded CSV or Parquet of another shape needs a column mapping (--map)`,
    facts: { file: source },
  })
}
