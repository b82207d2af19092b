import { prepareRun } from '@tickwise/backtest'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { renderBacktest } from '../backtest-view.ts'
import { readRunInputs, type RunCommandOptions } from '../run-inputs.ts'
import { recordedRun, type RecordOptions } from '../runs/recorded-run.ts'

/** `tickwise backtest` */
export async function backtest(
  context: CommandContext,
  options: RunCommandOptions & RecordOptions,
): Promise<CommandResult> {
  const inputs = await readRunInputs(context, options)
  const { market, strategy, params, settings } = inputs
  const prepared = prepareRun(market, strategy, params, settings, inputs.options)
  const { result, place } = await recordedRun(context, options, prepared)
  return { data: result, text: renderBacktest(context, result, place) }
}
