import { findRun, readRunResult, verifyRun } from '@tickwise/runs'
import {
  formatNumber,
  renderFacts,
  type CommandContext,
  type CommandResult,
} from '@tickwise/terminal'
import { renderBacktest } from '../../backtest-view.ts'
import { placeOf } from '../../runs/recorded-run.ts'
import { runsFolder, type RunsOptions } from '../../runs/runs-folder.ts'

/** `tickwise runs show <run>` */
export async function runsShow(
  context: CommandContext,
  options: RunsOptions,
  id: string,
): Promise<CommandResult> {
  const opened = await findRun(runsFolder(options), id)
  const { run, figures, made } = opened
  await verifyRun(opened)
  const command = `tickwise ${made.arguments.join(' ')}`
  if (run.parts === 'metrics') {
    return {
      data: { run, figures, made },
      text: [
        renderFacts([
          ['run', `${run.runId}, of which only the figures were kept; ${placeOf(opened)}`],
          ['made by', command],
          ...Object.entries(figures.metrics).map(
            ([name, value]) => [name, formatNumber(value, 4)] as const,
          ),
        ]),
      ].join('\n'),
    }
  }
  const result = await readRunResult(opened)
  return {
    data: { run, figures, made, result },
    text: [
      renderBacktest(context, result, placeOf(opened)),
      '',
      renderFacts([['made by', command]]),
    ].join('\n'),
  }
}
