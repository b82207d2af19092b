import { UserError } from '@tickwise/amm'
import type { BacktestResult } from '@tickwise/backtest'
import type { Cell, TableColumn } from '@tickwise/market/parquet'
import { constants, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRunResult, verifyRun, type OpenedRun } from './read-run.ts'
import { runFiles } from './record.ts'
import { benchmarkPoints } from './result-file.ts'
import { actionTable, benchmarkTable, equityTable, intervalTable } from './tables.ts'

/** Tables of a run. */
export const runTables = ['equity', 'benchmarks', 'actions', 'intervals'] as const

/** A table of a run. */
export type RunTableName = (typeof runTables)[number]

/** Forms in which tables leave the registry. */
export type ExportFormat = 'csv' | 'parquet' | 'json'

/** A table as rows of cells under the names of its columns: amounts are text. */
export interface TableRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/**
 * The tables of a run in memory.
 *
 * @throws UserError E_RUN_METRICS_ONLY, E_RUN_BROKEN
 * @example
 * const { equity } = await readRunTables(await findRun('runs', '0f3c'))
 */
export async function readRunTables(
  opened: OpenedRun,
): Promise<Readonly<Record<RunTableName, TableRows>>> {
  return tablesOf(await readRunResult(opened))
}

/** The tables of a result. */
export function tablesOf(result: BacktestResult): Readonly<Record<RunTableName, TableRows>> {
  return {
    equity: rowsOf(equityTable.columns, result.equity),
    benchmarks: rowsOf(benchmarkTable.columns, benchmarkPoints(result)),
    actions: rowsOf(actionTable.columns, result.actions),
    intervals: rowsOf(intervalTable.columns, result.attributionIntervals),
  }
}

function rowsOf<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): TableRows {
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
  }
}

/**
 * Writes what is on record of a run into a folder: its tables as CSV or Parquet, or everything as one JSON
 * document.
 *
 * @returns the files that were written
 * @throws UserError E_RUN_METRICS_ONLY, E_RUN_BROKEN; E_EXISTS rather than writing over a file
 */
export async function exportRun(
  opened: OpenedRun,
  format: ExportFormat,
  out: string,
): Promise<readonly string[]> {
  await mkdir(out, { recursive: true })
  const place = (name: string): string => join(out, `${opened.run.runId}-${name}.${format}`)
  if (format === 'json') {
    const result = await readRunResult(opened)
    return [await writeNew(place('result'), `${JSON.stringify(result, null, 2)}\n`)]
  }
  if (format === 'csv') {
    const tables = Object.entries(await readRunTables(opened))
    return Promise.all(tables.map(([name, table]) => writeNew(place(name), csvOf(table))))
  }
  // For its complaint where there are no tables, and so that no damaged file is passed on.
  await readRunResult(opened)
  await verifyRun(opened)
  return Promise.all(
    runTables.map(async (name) => {
      const target = place(name)
      await copyFile(join(opened.folder, runFiles[name]), target, constants.COPYFILE_EXCL).catch(
        refuseOver(target),
      )
      return target
    }),
  )
}

/** Comma-separated values as RFC 4180 has them, with a line of names. */
export function csvOf({ columns, rows }: TableRows): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

async function writeNew(path: string, text: string): Promise<string> {
  await writeFile(path, text, { flag: 'wx' }).catch(refuseOver(path))
  return path
}

function refuseOver(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code !== 'EEXIST') throw error
    throw new UserError('E_EXISTS', `${path} exists already`, {
      hint: 'remove it, or give another folder with --out',
      cause: error,
    })
  }
}
