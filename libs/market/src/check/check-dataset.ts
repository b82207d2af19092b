import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CheckFailedError } from '@tickwise/amm'
import type { Dataset, JobOptions } from '../dataset.ts'
import type { EventsManifest } from '../manifest.ts'
import { breathe, step } from '../store/job.ts'
import { verifyFiles } from '../store/verify-files.ts'
import type { FileFault } from '../store/verify-files.ts'
import { checkContinuity } from './check-continuity.ts'
import { checkOrderOfRows, checkQuietTimes } from './check-order.ts'
import { checkSpacing, checkTickOfPrice } from './check-ticks.ts'
import { locate } from './finding.ts'
import type { Finding, RowFault } from './finding.ts'

/** Version of what the checks check; results of older versions are not reused. */
const checkVersion = 1

export interface CheckOptions extends JobOptions {
  /** Findings kept per check; all are counted. Default 20. */
  readonly keep?: number
  /** A time without events beyond this is reported as a warning. Default one day. */
  readonly longestQuietSeconds?: number
}

/** What the checks found; a dataset is fit for use when `errors` is 0. */
export interface DatasetCheck {
  readonly root: EventsManifest['root']
  readonly rows: number
  readonly errors: number
  readonly warnings: number
  /** The first findings of each check. */
  readonly findings: readonly Finding[]
}

type CheckedRows = Pick<Dataset, 'manifest' | 'columns' | 'startState' | 'index'>

/** All checks of rows in memory: what a dataset must pass to be opened. */
const checkRows = async (
  { manifest, columns, startState, index }: CheckedRows,
  options: CheckOptions,
): Promise<DatasetCheck> => {
  const { keep = 20, longestQuietSeconds = 86_400 } = options
  const spec = { fee: manifest.pool.fee, tickSpacing: manifest.pool.tickSpacing }
  const checks: readonly (readonly [string, () => Generator<RowFault>])[] = [
    ['order', () => checkOrderOfRows(columns)],
    ['quiet times', () => checkQuietTimes(columns, longestQuietSeconds)],
    ['spacing', () => checkSpacing(columns, spec)],
    ['ticks', () => checkTickOfPrice(columns)],
    ['continuity', () => checkContinuity({ columns, spec, startState, index })],
  ]
  const findings: Finding[] = []
  const counts = { error: 0, warning: 0 }
  for (const [i, [name, run]] of checks.entries()) {
    step(options, `checking ${name}`, i, checks.length)
    await breathe()
    let kept = 0
    for (const fault of run()) {
      counts[fault.severity]++
      if (kept++ < keep) findings.push(locate(fault, columns, manifest.files))
    }
  }
  step(options, 'checking', checks.length, checks.length)
  return {
    root: manifest.root,
    rows: columns.length,
    errors: counts.error,
    warnings: counts.warning,
    findings,
  }
}

const fileFinding = ({ path, message }: FileFault): Finding => ({
  severity: 'error',
  check: 'file',
  message,
  file: path,
  row: 0,
  columnRow: -1,
  blockNumber: 0,
  logIndex: 0,
})

/**
 * Checks a whole dataset: the files on disk against the hashes of the manifest; order, duplicates, quiet
 * times, ticks against prices, ranges against spacing; and continuity: price, liquidity, amounts and fee
 * of every swap against the events before it.
 *
 * @example
 * const { errors, findings } = await checkDataset(await openDataset(folder, { allowBroken: true }))
 */
export const checkDataset = async (
  dataset: CheckedRows & Pick<Dataset, 'directory'>,
  options: CheckOptions = {},
): Promise<DatasetCheck> => {
  const files = await verifyFiles(dataset.directory, dataset.manifest, options)
  const rows = await checkRows(dataset, options)
  return {
    ...rows,
    errors: rows.errors + files.length,
    findings: [...files.map(fileFinding), ...rows.findings],
  }
}

const verdictFile = (directory: string): string => join(directory, 'cache', 'checked.json')

const wasFine = async (directory: string, verdict: string): Promise<boolean> =>
  readFile(verdictFile(directory), 'utf8').then(
    (text) => text === verdict,
    () => false,
  )

/**
 * Checks a dataset unless an earlier check of the same root found nothing, and refuses a broken one.
 *
 * @throws CheckFailedError E_DATASET_BROKEN with the first error
 */
export const refuseBroken = async (
  directory: string,
  checked: CheckedRows,
  options: JobOptions & { readonly allowBroken?: boolean },
): Promise<void> => {
  if (options.allowBroken) return
  const verdict = JSON.stringify({ checkVersion, root: checked.manifest.root, errors: 0 })
  if (await wasFine(directory, verdict)) return
  const { errors, findings } = await checkRows(checked, options)
  const first = findings.find(({ severity }) => severity === 'error')
  if (first !== undefined)
    throw new CheckFailedError(
      'E_DATASET_BROKEN',
      `${first.file}, row ${first.row} (block ${first.blockNumber}, log ${first.logIndex}): ${first.message}` +
        (errors > 1 ? `; ${errors - 1} more` : ''),
      {
        hint: 'events are missing, doubled or changed: get the data again, or open it as broken to look at it (--allow-broken; data check lists all)',
        facts: {
          file: first.file,
          row: first.row,
          check: first.check,
          blockNumber: first.blockNumber,
          logIndex: first.logIndex,
          columnRow: first.columnRow,
          errors,
        },
      },
    )
  // A folder that cannot be written is checked at every opening.
  await writeFile(verdictFile(directory), verdict).catch(() => undefined)
}
