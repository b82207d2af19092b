import { CheckFailedError, RetryableError, UserError } from '@tickwise/amm'
import type { BacktestResult, RunInputs } from '@tickwise/backtest'
import { writeFolderAtomically, type FolderKind } from '@tickwise/market/files'
import type { TableColumn } from '@tickwise/market/parquet'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openRun, verifyRun, type OpenedRun } from './read-run.ts'
import { runFiles, type FileRecord, type MadeFile, type RecordParts } from './record.ts'
import { benchmarkPoints, resultFileOf } from './result-file.ts'
import { actionTable, benchmarkTable, equityTable, intervalTable } from './tables.ts'

/** A finished run that is to be kept. */
export interface RunToRecord {
  readonly command: string
  readonly inputs: RunInputs
  readonly result: BacktestResult
  readonly made: MadeFile
  /** Default `full`. */
  readonly parts?: RecordParts
}

/**
 * What became of a record: written; there already with the same result; there with its figures alone, and
 * now complete; or there but damaged, and now written anew.
 */
export interface Recorded {
  readonly status: 'written' | 'same' | 'completed' | 'repaired'
  readonly folder: string
}

const runFolder: FolderKind = { marker: runFiles.run, name: 'a run' }

/** How long to wait for somebody else who writes the same run. */
const patienceMs = 20_000
const pauseMs = 25

/**
 * Keeps a run in `<root>/<runId>/`, all or nothing. What is there already is compared and stays; several
 * processes may write the same run at once.
 *
 * @throws CheckFailedError E_RUN_DIFFERS when the same inputs have given another result before
 * @throws UserError E_DISK_FULL, E_NOT_WRITABLE
 * @example
 * const prepared = prepareRun(market, strategy, params)
 * await recordRun('runs', { command: 'backtest', inputs: prepared.inputs, result: runPrepared(prepared), made })
 */
export async function recordRun(root: string, run: RunToRecord): Promise<Recorded> {
  const folder = join(root, run.result.runId)
  const deadline = Date.now() + patienceMs
  for (;;) {
    const status = await statusOf(root, run)
    if (status === 'same') return { status, folder }
    try {
      const fill = (temporary: string): Promise<void> => writeFiles(temporary, run)
      await writeFolderAtomically(folder, status !== 'written', fill, runFolder)
      return { status, folder }
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
      await sleep(pauseMs)
    }
  }
}

/** What writing a run will be, by what is there of it. */
async function statusOf(
  root: string,
  { result, inputs, command, parts = 'full' }: RunToRecord,
): Promise<Recorded['status']> {
  const { describeRun } = await import('./describe-run.ts')
  try {
    const known = await openRun(root, result.runId)
    const { resultDigest } = describeRun(command, inputs, result, parts)
    if (known.run.resultDigest !== resultDigest) throw differs(known, resultDigest)
    await verifyRun(known)
    return known.run.parts === 'full' || parts === 'metrics' ? 'same' : 'completed'
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.code === 'E_RUN_NOT_FOUND') return 'written'
    if (error.code === 'E_RUN_BROKEN') return 'repaired'
    throw error
  }
}

/** Somebody else writes it, or has just written it. */
function isBusy(error: unknown): boolean {
  return (
    (error instanceof RetryableError && error.code === 'E_LOCKED') ||
    (error instanceof UserError && error.code === 'E_EXISTS')
  )
}

function differs({ folder, run }: OpenedRun, digest: string): CheckFailedError {
  return new CheckFailedError(
    'E_RUN_DIFFERS',
    `run ${run.runId} gave another result before, from the same inputs`,
    {
      hint: 'a strategy that reads clocks, files or chance does that: see tickwise check determinism; if yours does not, report both results',
      facts: { folder, recorded: run.resultDigest, now: digest },
    },
  )
}

async function writeFiles(folder: string, run: RunToRecord): Promise<void> {
  const { result, inputs, command, made, parts = 'full' } = run
  const { describeRun, figuresOf } = await import('./describe-run.ts')
  const write = (name: string, data: object): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(data, null, 1)}\n`)
  await write(runFiles.metrics, figuresOf(result))
  if (parts === 'full') {
    await write(runFiles.result, resultFileOf(result))
    await writeTables(folder, result)
  }
  const names = Object.values(runFiles).filter(
    (name) => name !== runFiles.run && name !== runFiles.made,
  )
  const kept = parts === 'full' ? names : [runFiles.metrics]
  const files: Record<string, FileRecord> = {}
  for (const name of kept) files[name] = await describeFile(join(folder, name))
  await write(runFiles.made, made)
  await write(runFiles.run, { ...describeRun(command, inputs, result, parts), files })
}

async function writeTables(folder: string, result: BacktestResult): Promise<void> {
  const { withDuckDb, writeParquet } = await import('@tickwise/market/parquet')
  await withDuckDb(async (db) => {
    const table = <Row>(
      name: string,
      columns: readonly TableColumn<Row>[],
      rows: readonly Row[],
    ): Promise<void> => writeParquet(db, join(folder, name), columns, rows)
    await table(runFiles.equity, equityTable.columns, result.equity)
    await table(runFiles.benchmarks, benchmarkTable.columns, benchmarkPoints(result))
    await table(runFiles.actions, actionTable.columns, result.actions)
    await table(runFiles.intervals, intervalTable.columns, result.attributionIntervals)
  })
}

async function describeFile(path: string): Promise<FileRecord> {
  const content = await readFile(path)
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
}
