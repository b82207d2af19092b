import { UserError } from '@tickwise/amm'
import { runPrepared, type BacktestResult, type PreparedRun } from '@tickwise/backtest'
import { openRun, readRunResult, recordRun, type MadeFile, type OpenedRun } from '@tickwise/runs'
import { formatTime, type CommandContext } from '@tickwise/terminal'
import { isStrategyFile } from '../load-strategy.ts'
import type { RunCommandOptions } from '../run-inputs.ts'
import { shownPath } from '../shown-path.ts'
import { backtestArguments } from './backtest-arguments.ts'
import { runObserver, tellRecordedRun, tellRun, tellWarnings } from './run-events.ts'
import { runsFolder, type RunsOptions } from './runs-folder.ts'

/** Options of a command that records what it runs. */
export interface RecordOptions extends RunsOptions {
  /** False with `--no-record`. */
  readonly record: boolean
  readonly fresh?: boolean
}

/** A result and where it is kept. */
export interface RecordedRun {
  readonly result: BacktestResult
  /** For people: where the run is, and since when. Absent with `--no-record`. */
  readonly place?: string
}

/**
 * The result of a prepared run: from the record where it is there, else computed and recorded. With `--fresh`
 * it is computed in any case and compared with the record.
 *
 * @throws CheckFailedError E_RUN_DIFFERS
 */
export async function recordedRun(
  context: CommandContext,
  options: RecordOptions & RunCommandOptions,
  prepared: PreparedRun,
): Promise<RecordedRun> {
  tellRun(context, prepared)
  const recorded = await fromRecordOrRun(context, options, prepared)
  tellWarnings(context, recorded.result)
  return recorded
}

async function fromRecordOrRun(
  context: CommandContext,
  options: RecordOptions & RunCommandOptions,
  prepared: PreparedRun,
): Promise<RecordedRun> {
  const { note } = context
  if (!options.record) return { result: compute(context, prepared) }
  const root = runsFolder(options)
  const { runId } = prepared
  const known = options.fresh ? undefined : await knownResult(context, root, runId)
  if (known !== undefined) {
    note(`run ${runId} is on record: shown from there, not run again (--fresh runs it)`)
    tellRecordedRun(context, known.result)
    return known
  }
  const start = performance.now()
  const result = compute(context, prepared)
  const seconds = Math.round(performance.now() - start) / 1000
  const made = madeNow(options, backtestArguments(options), seconds)
  const { status, folder } = await recordRun(root, {
    command: 'backtest',
    inputs: prepared.inputs,
    result,
    made,
  })
  if (status === 'same') note(`run ${runId} gave the same bytes as on record`)
  if (status === 'repaired') note(`the record of run ${runId} was damaged and is written anew`)
  return { result, place: `recorded in ${shownPath(folder)}` }
}

function compute(context: CommandContext, prepared: PreparedRun): BacktestResult {
  const { observer, end } = runObserver(context, prepared)
  const options = { ...prepared.options, ...(observer === undefined ? {} : { observer }) }
  const result = context.blocking(() => runPrepared({ ...prepared, options }))
  end()
  return result
}

async function knownResult(
  { note }: CommandContext,
  root: string,
  runId: string,
): Promise<RecordedRun | undefined> {
  try {
    const opened = await openRun(root, runId)
    if (opened.run.parts !== 'full') return undefined
    return { result: await readRunResult(opened), place: placeOf(opened) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.code !== 'E_RUN_NOT_FOUND') note(error.message)
    return undefined
  }
}

/** Where a run is kept and since when. */
export function placeOf({ folder, made }: OpenedRun): string {
  const since = formatTime(Math.floor(Date.parse(made.madeAt) / 1000))
  return `recorded in ${shownPath(folder)} on ${since} UTC`
}

/** What is to be known of a run that has just been made, beside its result. */
export function madeNow(
  { dataset, strategy }: { readonly dataset: string; readonly strategy: string },
  commandLine: readonly string[],
  seconds: number,
): MadeFile {
  return {
    madeAt: new Date().toISOString(),
    seconds,
    arguments: commandLine,
    datasetPath: shownPath(dataset),
    ...(isStrategyFile(strategy) ? { strategyFile: shownPath(strategy) } : {}),
    node: process.version,
  }
}
