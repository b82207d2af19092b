import { UserError } from '@tickwise/amm'
import type { BacktestResult } from '@tickwise/backtest'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { runFiles, type MadeFile, type MetricsFile, type RunFile } from './record.ts'
import { benchmarksOf, wholeResult, type ResultFile } from './result-file.ts'
import { actionTable, benchmarkTable, equityTable, intervalTable, type RunTable } from './tables.ts'

/** A run of a registry: what it was made from, its figures, and when it was made. */
export interface OpenedRun {
  readonly folder: string
  readonly run: RunFile
  readonly figures: MetricsFile
  readonly made: MadeFile
}

/**
 * The small files of a run. Its tables stay unread.
 *
 * @throws UserError E_RUN_NOT_FOUND; E_RUN_BROKEN when the folder is not what a run's should be
 * @example
 * const { run, figures } = await openRun('runs', '0f3c9a5d2b11')
 */
export async function openRun(root: string, runId: string): Promise<OpenedRun> {
  const folder = join(root, runId)
  const { madeFileSchema, metricsFileSchema, runFileSchema } = await import('./schemas.ts')
  const run = await readJson(folder, runFiles.run, runFileSchema)
  if (run.runId !== runId) {
    throw broken(folder, `it says that it is run ${run.runId}`)
  }
  const [figures, made] = await Promise.all([
    readJson(folder, runFiles.metrics, metricsFileSchema),
    readJson(folder, runFiles.made, madeFileSchema),
  ])
  return { folder, run, figures, made }
}

/**
 * The bounded part of a run's result, with its thinned equity curve: quick, and enough for a screen.
 *
 * @throws UserError E_RUN_METRICS_ONLY, E_RUN_BROKEN
 */
export async function readResultFile({ folder, run }: OpenedRun): Promise<ResultFile> {
  requireFull(run)
  const text = await readChecked(folder, run, runFiles.result)
  return JSON.parse(text.toString('utf8')) as ResultFile
}

/**
 * The result of a run as `runBacktest` gave it, to the last bit.
 *
 * @throws UserError E_RUN_METRICS_ONLY, E_RUN_BROKEN
 * @example
 * const result = await readRunResult(await openRun('runs', id))
 */
export async function readRunResult(opened: OpenedRun): Promise<BacktestResult> {
  const file = await readResultFile(opened)
  return withTables(opened, async (rowsOf) =>
    wholeResult(file, {
      equity: await rowsOf(runFiles.equity, equityTable),
      benchmarks: await rowsOf(runFiles.benchmarks, benchmarkTable),
      actions: await rowsOf(runFiles.actions, actionTable),
      intervals: await rowsOf(runFiles.intervals, intervalTable),
    }),
  )
}

/**
 * The curves of the benchmarks of a run, whole, in their order: net asset value in raw units of the asset.
 *
 * @throws UserError E_RUN_METRICS_ONLY, E_RUN_BROKEN
 * @example
 * const [hodl] = await readBenchmarks(await openRun('runs', id))
 */
export async function readBenchmarks(opened: OpenedRun): Promise<BacktestResult['benchmarks']> {
  const file = await readResultFile(opened)
  const points = await withTables(opened, (rowsOf) => rowsOf(runFiles.benchmarks, benchmarkTable))
  return benchmarksOf(file.result, points)
}

type RowsOf = <Row>(name: string, table: RunTable<Row>) => Promise<Row[]>

async function withTables<T>(
  { folder, run }: OpenedRun,
  work: (rowsOf: RowsOf) => Promise<T>,
): Promise<T> {
  const { withDuckDb, sqlText } = await import('@tickwise/market/parquet')
  return withDuckDb((db) =>
    work(async (name, { read }) => {
      await readChecked(folder, run, name)
      const path = sqlText(join(folder, name))
      const reader = await db.runAndReadAll(`SELECT * FROM read_parquet(${path})`)
      return reader.getRows().map(read)
    }),
  )
}

/**
 * Reads every file of a run and compares it with what `run.json` says.
 *
 * @throws UserError E_RUN_BROKEN naming the first file that differs
 */
export async function verifyRun({ folder, run }: OpenedRun): Promise<void> {
  for (const name of Object.keys(run.files)) await readChecked(folder, run, name)
}

function requireFull({ parts, runId }: RunFile): void {
  if (parts === 'full') return
  throw new UserError('E_RUN_METRICS_ONLY', `of run ${runId} only the figures were kept`, {
    hint: 'run it again without --metrics-only to keep its tables',
  })
}

async function readChecked(folder: string, { files }: RunFile, name: string): Promise<Buffer> {
  const content = await readFile(join(folder, name)).catch((cause: unknown) => {
    throw broken(folder, `${name} cannot be read`, cause)
  })
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (files[name]?.sha256 !== sha256) {
    throw broken(folder, `${name} is not as it was written`)
  }
  return content
}

async function readJson<Schema extends z.ZodType>(
  folder: string,
  name: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readFile(join(folder, name), 'utf8').catch((cause: unknown) => {
    if (name === runFiles.run && !existsSync(folder)) throw notFound(folder, cause)
    throw broken(folder, `${name} is missing`, cause)
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw broken(folder, `${name} is cut short or of another version`, cause)
  }
}

function notFound(folder: string, cause: unknown): UserError {
  return new UserError('E_RUN_NOT_FOUND', `there is no run in ${folder}`, {
    hint: 'tickwise runs list has them all',
    cause,
  })
}

/** What says that a run's folder is damaged. */
export function broken(folder: string, what: string, cause?: unknown): UserError {
  return new UserError('E_RUN_BROKEN', `${folder} is no whole run: ${what}`, {
    hint: 'remove the folder and run it again: its id says that nothing is lost by it',
    facts: { folder },
    cause,
  })
}
