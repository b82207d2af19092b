import { runBacktest } from '@tickwise/backtest'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { renderBacktest } from '../backtest-view.ts'
import { readRunInputs, type RunCommandOptions } from '../run-inputs.ts'

/** `tickwise backtest` */
export async function backtest(
  context: CommandContext,
  options: RunCommandOptions,
): Promise<CommandResult> {
  const {
    market,
    strategy,
    params,
    settings,
    options: runOptions,
  } = await readRunInputs(context, options)
  const result = context.blocking(() => runBacktest(market, strategy, params, settings, runOptions))
  return { data: result, text: renderBacktest(context, result) }
}
