import {
  checkDeterminism,
  checkLookahead,
  type DeterminismReport,
  type LookaheadReport,
} from '@tickwise/backtest'
import { type CommandContext, type CommandResult, formatTime } from '@tickwise/terminal'
import { readRunInputs, type RunCommandOptions } from '../run-inputs.ts'

/** `tickwise check lookahead` */
export async function checkLookaheadCommand(
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
  const { signal, onProgress } = context
  const { forecaster } = runOptions
  const report = context.blocking(() =>
    checkLookahead(market, strategy, params, settings, {
      signal,
      onProgress,
      ...(forecaster === undefined ? {} : { forecaster }),
    }),
  )
  return {
    data: {
      check: 'lookahead',
      strategy: strategy.name,
      dataset: { root: market.root },
      ...report,
    },
    text: renderLookahead(context, strategy.name, report),
    exitCode: report.passed ? 0 : 3,
  }
}

/** `tickwise check determinism` */
export async function checkDeterminismCommand(
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
  const report = context.blocking(() =>
    checkDeterminism(market, strategy, params, settings, runOptions),
  )
  return {
    data: {
      check: 'determinism',
      strategy: strategy.name,
      dataset: { root: market.root },
      ...report,
    },
    text: renderDeterminism(context, strategy.name, report),
    exitCode: report.passed ? 0 : 3,
  }
}

function renderLookahead({ style }: CommandContext, name: string, report: LookaheadReport): string {
  if (report.passed) {
    return `${style('green', 'passed')}: ${report.checked} of ${report.decisions} decisions of ${name} came out the same with the future wiped from the data, and the first half does not depend on the second`
  }
  const { prefixDifference } = report
  return [
    `${style('red', 'FAILED')}: ${name} sees what it could not have known`,
    ...report.differences.map(
      ({ decidedAt, inRun, withoutFuture }) =>
        `  ${formatTime(decidedAt)}  in the run: ${inRun}\n  ${' '.repeat(16)}  without the future: ${withoutFuture}`,
    ),
    ...(prefixDifference === undefined
      ? []
      : [
          `  a run that ends at ${formatTime(prefixDifference.endsAt)} differs at ${prefixDifference.path}`,
        ]),
  ].join('\n')
}

function renderDeterminism(
  { style }: CommandContext,
  name: string,
  report: DeterminismReport,
): string {
  if (report.passed) {
    return `${style('green', 'passed')}: two runs of ${name} gave the same bytes (run ${report.runId})`
  }
  const { path = '$', first, second } = report.difference ?? {}
  return `${style('red', 'FAILED')}: two runs of ${name} differ at ${path}: ${String(first)} and ${String(second)}`
}
