import { UserError } from '@tickwise/amm'
import { prepareRun } from '@tickwise/backtest'
import type { Dataset } from '@tickwise/market'
import {
  describeError,
  foldLines,
  renderError,
  type CommandContext,
  type CommandResult,
} from '@tickwise/terminal'
import { renderBacktest } from '../backtest-view.ts'
import { isStrategyFile, watchStrategy } from '../load-strategy.ts'
import { loadRuns, openRunDataset, type RunCommandOptions } from '../run-inputs.ts'
import { recordedRun, type RecordOptions } from '../runs/recorded-run.ts'
import { shownPath } from '../shown-path.ts'

/** Options of `tickwise backtest`. */
export type BacktestOptions = RunCommandOptions & RecordOptions & { readonly watch?: boolean }

/** `tickwise backtest` */
export async function backtest(
  context: CommandContext,
  options: BacktestOptions,
): Promise<CommandResult> {
  if (options.watch) return watching(context, options)
  return runOnce(context, options)
}

async function runOnce(
  context: CommandContext,
  options: BacktestOptions,
  opened?: Dataset,
): Promise<CommandResult> {
  // The strategy first: what is wrong with it shows before the data are read.
  const inputsFor = await loadRuns(context, options)
  const dataset = opened ?? (await openRunDataset(context, options))
  const inputs = inputsFor(dataset, options.param ?? {})
  const { market, strategy, params, settings } = inputs
  const prepared = prepareRun(market, strategy, params, settings, inputs.options)
  const { result, place } = await recordedRun(context, options, prepared)
  return { data: result, text: renderBacktest(context, result, place) }
}

/** Runs, then again after each change of the strategy's file; what fails is told and waited out. */
async function watching(context: CommandContext, options: BacktestOptions): Promise<CommandResult> {
  requireWatchable(options)
  const { signal, note } = context
  const dataset = await openRunDataset(context, options)
  let runs = 0
  const show = async (): Promise<void> => {
    runs += 1
    await print(context, () => runOnce(context, options, dataset))
    note(`watching ${shownPath(options.strategy)}: save it to run again, Ctrl-C ends`)
  }
  let changed: (() => void) | undefined
  let isStale = false
  const stop = await watchStrategy(options.strategy, () => {
    isStale = true
    changed?.()
  })
  signal.addEventListener('abort', () => changed?.(), { once: true })
  while (!signal.aborted) {
    isStale = false
    await show()
    if (!isStale && !signal.aborted) await new Promise<void>((resolve) => (changed = resolve))
  }
  stop()
  return { data: { runs }, text: `ran ${runs} times` }
}

function requireWatchable({ strategy, json }: BacktestOptions): void {
  if (!isStrategyFile(strategy)) {
    throw new UserError('E_WATCH', `${strategy} is built in: there is no file to watch`, {
      hint: 'give a file, such as --strategy ./strategies/my-range.ts (tickwise init makes one)',
    })
  }
  if (json) {
    throw new UserError('E_WATCH', '--watch has no one document for --json', {
      hint: 'use --jsonl for a stream of events, or leave out --watch',
    })
  }
}

/** A result on stdout or an error on stderr, as a command of its own would leave them. */
async function print(
  { style, emit, hasEvents }: CommandContext,
  run: () => Promise<CommandResult>,
): Promise<void> {
  try {
    const { text } = await run()
    const columns = process.stdout.isTTY ? process.stdout.columns : Infinity
    if (!hasEvents) process.stdout.write(`${foldLines(text, columns)}\n`)
  } catch (error) {
    const report = describeError(error)
    if (hasEvents) emit({ type: 'error', error: report })
    else process.stderr.write(`${renderError(report, style)}\n`)
  }
}
