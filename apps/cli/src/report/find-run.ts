import { UserError } from '@tickwise/amm'
import { prepareRun, type BacktestResult } from '@tickwise/backtest'
import type { Provenance } from '@tickwise/report'
import { findRun, readRunResult, type MadeFile } from '@tickwise/runs'
import type { CommandContext } from '@tickwise/terminal'
import { isStrategyFile } from '../load-strategy.ts'
import { readRunInputs, type RunCommandOptions } from '../run-inputs.ts'
import { recordedRun, type RecordOptions } from '../runs/recorded-run.ts'
import { runsFolder, type RunsOptions } from '../runs/runs-folder.ts'
import { provenanceOf } from './run-provenance.ts'

/** A run and where it comes from. */
export interface ToldRun {
  readonly result: BacktestResult
  readonly provenance: Provenance
}

/** A run of the record by its id or the begin of it. */
export async function recordedRunById(
  options: RunsOptions & { readonly models: string },
  id: string,
): Promise<ToldRun> {
  const opened = await findRun(runsFolder(options), id)
  const result = await readRunResult(opened)
  const { datasetPath, strategyFile } = opened.made
  const model = modelOf(opened.made)
  const provenance = await provenanceOf(result, {
    datasetPath,
    models: options.models,
    ...(strategyFile === undefined ? {} : { strategyFile }),
    ...(model === undefined ? {} : { model }),
  })
  return { result, provenance }
}

function modelOf({ arguments: words }: MadeFile): string | undefined {
  const at = words.indexOf('--model')
  return at < 0 ? undefined : words[at + 1]
}

/** Options that describe a run which may not have been made yet. */
export type DescribedRunOptions = Partial<Pick<RunCommandOptions, 'dataset' | 'strategy'>> &
  Omit<RunCommandOptions, 'dataset' | 'strategy'> &
  RecordOptions

/**
 * The run that options describe: from the record, else made and recorded.
 *
 * @throws UserError `E_REPORT_OF` without a dataset or a strategy
 */
export async function describedRun(
  context: CommandContext,
  { dataset, strategy, ...others }: DescribedRunOptions,
): Promise<ToldRun> {
  if (dataset === undefined || strategy === undefined) {
    throw new UserError('E_REPORT_OF', 'there is no run to report on', {
      hint: 'give the id of a run (tickwise runs list), or --dataset and --strategy as for backtest',
    })
  }
  const options = { ...others, dataset, strategy }
  const inputs = await readRunInputs(context, options)
  const prepared = prepareRun(
    inputs.market,
    inputs.strategy,
    inputs.params,
    inputs.settings,
    inputs.options,
  )
  const { result } = await recordedRun(context, options, prepared)
  const provenance = await provenanceOf(result, {
    datasetPath: dataset,
    models: options.models,
    ...(isStrategyFile(strategy) ? { strategyFile: strategy } : {}),
    ...(options.model === undefined ? {} : { model: options.model }),
  })
  return { result, provenance }
}
