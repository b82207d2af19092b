import { basename, join } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { UserError } from '@tickwise/amm'
import type { ChainState } from '../dataset.ts'
import { sqlText, withConnection } from '../store/duckdb.ts'
import { readError } from '../store/file-errors.ts'
import { exactInteger, smallInteger } from './cell-values.ts'
import { decodedFolderMapping } from './column-mapping.ts'
import type { ColumnMapping, TableMapping } from './column-mapping.ts'
import { chooseWindow, splitWindows, within } from './data-windows.ts'
import type { TimedFile, WindowChoice } from './data-windows.ts'
import { decodedEvents, parquetRows } from './decoded-rows.ts'
import { statesWithin } from './event-source.ts'
import type { EventSource } from './event-source.ts'
import { mergeEvents } from './merge-events.ts'
import { filesIn, isFile, isFolder } from './source-files.ts'
import type { SourcedEvent } from './source-row.ts'
import { compareStart, readStartLiquidity } from './start-liquidity.ts'

const tableFile = /\.(parquet|csv|csv\.gz)$/i

/** Time range of a Parquet file without reading its rows into JavaScript. */
const timedFile = async (db: DuckDBInstance, file: string, column: string): Promise<TimedFile> => {
  try {
    const time = `"${column.replaceAll('"', '""')}"`
    const result = await withConnection(db, (connection) =>
      connection.runAndReadAll(
        `SELECT min(t)::DOUBLE, max(t)::DOUBLE, coalesce(max(t - before), 0)::DOUBLE FROM (
         SELECT ${time} AS t, lag(${time}) OVER (ORDER BY ${time}) AS before
         FROM read_parquet(${sqlText(file)}))`,
      ),
    )
    const [from, to, quiet] = result.getRows()[0]?.map(Number) ?? []
    return { file, from: from ?? 0, to: to ?? 0, quiet: quiet ?? 0 }
  } catch (error) {
    throw readError(error, file)
  }
}

const tableFiles = async (source: string, table: TableMapping): Promise<readonly string[]> => {
  const path = table.path === undefined ? source : join(source, table.path)
  const files = (await isFolder(path)) ? await filesIn(path, tableFile) : [path]
  if (files.length > 0) return files
  throw new UserError('E_NOT_FOUND', `${path} holds no Parquet or CSV file`, {
    hint: 'check the folder and the path in the mapping',
    facts: { file: path },
  })
}

async function* eventsOfFiles(
  db: DuckDBInstance,
  files: readonly string[],
  table: TableMapping,
): AsyncGenerator<SourcedEvent> {
  for (const file of files) yield* decodedEvents(db, file, table)
}

/** Swaps decide where the stretches lie; other tables are thinner and follow them. */
const timesOf = async (
  db: DuckDBInstance,
  mapping: ColumnMapping,
  filesOfTable: readonly (readonly string[])[],
): Promise<readonly TimedFile[]> => {
  const busiest = Math.max(
    0,
    mapping.tables.findIndex(({ kind }) => kind === 'swap'),
  )
  const column = mapping.tables[busiest]?.columns.timestamp ?? 'timestamp'
  const parquet = (filesOfTable[busiest] ?? []).filter((file) => /\.parquet$/i.test(file))
  const timed: TimedFile[] = []
  for (const file of parquet) timed.push(await timedFile(db, file, column))
  return timed
}

const stemOf = (file: string): string => basename(file).split('.')[0] ?? file

interface ChosenTable {
  readonly table: TableMapping
  readonly files: readonly string[]
  readonly clip: WindowChoice
}

/** Other tables follow the swaps: files of the same names where there are such, else by time. */
const chooseFiles = (
  table: TableMapping,
  files: readonly string[],
  chosen: readonly TimedFile[],
  choice: WindowChoice,
): ChosenTable => {
  const names = new Set(chosen.map(({ file }) => stemOf(file)))
  const sameNamed = files.filter((file) => names.has(stemOf(file)))
  if (sameNamed.length > 0 || chosen.length === 0)
    return { table, files: sameNamed.length > 0 ? sameNamed : files, clip: choice }
  const from = Math.max(choice.from ?? 0, Math.min(...chosen.map((file) => file.from)))
  const to = Math.min(choice.to ?? Infinity, Math.max(...chosen.map((file) => file.to)))
  return { table, files, clip: { from, to } }
}

/** Rows of Parquet files by their footers; undefined where a file is of another kind or cannot be read. */
const countRows = async (
  db: DuckDBInstance,
  tables: readonly ChosenTable[],
): Promise<number | undefined> => {
  const files = tables.flatMap((table) => table.files)
  if (files.length === 0 || !files.every((file) => /\.parquet$/i.test(file))) return undefined
  const list = files.map(sqlText).join(', ')
  const sql = `SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata([${list}])`
  try {
    const result = await withConnection(db, (connection) => connection.runAndReadAll(sql))
    return Number(result.getRows()[0]?.[0])
  } catch {
    // Only progress depends on it; reading the file names the fault.
    return undefined
  }
}

export interface MappedTables extends EventSource {
  /** Files of the busiest table in the chosen stretch; empty where times are not known beforehand. */
  readonly chosen: readonly TimedFile[]
}

/** Events of decoded tables by a mapping of their columns. */
export const mappedTables = async (
  db: DuckDBInstance,
  source: string,
  mapping: ColumnMapping,
  choice: WindowChoice,
): Promise<MappedTables> => {
  const filesOfTable = await Promise.all(mapping.tables.map((table) => tableFiles(source, table)))
  const timed = await timesOf(db, mapping, filesOfTable)
  const chosen = timed.length === 0 ? [] : chooseWindow(source, splitWindows(timed), choice)
  const tables = mapping.tables.map((table, i) =>
    chooseFiles(table, filesOfTable[i] ?? [], chosen, choice),
  )
  const expectedEvents = await countRows(db, tables)
  return {
    ...(expectedEvents === undefined ? {} : { expectedEvents }),
    format: 'mapped-tables',
    meta: {},
    notes: [],
    chosen,
    events: () =>
      mergeEvents(
        tables.map(({ table, files, clip }) => within(eventsOfFiles(db, files, table), clip)),
      ),
  }
}

const stateColumns = [
  'timestamp',
  'block_number',
  'sqrt_price_x96',
  'tick',
  'liquidity',
  'fee_growth_global0_x128',
  'fee_growth_global1_x128',
]

const readStates = async (db: DuckDBInstance, folder: string): Promise<readonly ChainState[]> => {
  const states: ChainState[] = []
  for (const file of await filesIn(folder, /\.parquet$/i)) {
    for await (const row of parquetRows(db, file, stateColumns)) {
      const exact = (name: string): bigint => exactInteger(row, name, row.cell(name))
      const small = (name: string): number => smallInteger(row, name, row.cell(name))
      states.push({
        timestamp: small('timestamp'),
        blockNumber: small('block_number'),
        sqrtPriceX96: exact('sqrt_price_x96'),
        tick: small('tick'),
        liquidity: exact('liquidity'),
        feeGrowthGlobal0X128: exact('fee_growth_global0_x128'),
        feeGrowthGlobal1X128: exact('fee_growth_global1_x128'),
      })
    }
  }
  return states.sort((a, b) => a.blockNumber - b.blockNumber)
}

/**
 * A folder `swaps/`, `mints/`, `burns/` of decoded Parquet files, with `states/` (read from the chain)
 * and `derived/start_liquidity_<window>.csv` where there are such.
 */
export const decodedFolder = async (
  db: DuckDBInstance,
  source: string,
  choice: WindowChoice,
): Promise<EventSource> => {
  const tables = await mappedTables(db, source, decodedFolderMapping, choice)
  const states = await readStates(db, join(source, 'states'))
  const [first] = tables.chosen
  const startFile = join(source, 'derived', `start_liquidity_${stemOf(first?.file ?? '')}.csv`)
  const startGiven = choice.from === undefined && (await isFile(startFile))
  const given = startGiven ? await readStartLiquidity(startFile) : undefined
  return {
    ...tables,
    format: 'decoded-parquet',
    states: (columns) => statesWithin(states, columns),
    ...(given === undefined
      ? {}
      : { checkStart: (start) => compareStart(start, given, startFile) }),
  }
}
