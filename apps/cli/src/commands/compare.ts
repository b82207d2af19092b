import { buildComparison } from '@tickwise/report'
import { formatBytes, type CommandContext, type CommandResult } from '@tickwise/terminal'
import { recordedRunById, type ToldRun } from '../report/find-run.ts'
import { namesForm, writeReport, type ReportForms } from '../report/write-report.ts'
import type { RunsOptions } from '../runs/runs-folder.ts'
import { shownPath } from '../shown-path.ts'
import { runsCompare } from './runs/compare.ts'

interface CompareOptions extends RunsOptions, ReportForms {
  readonly models: string
}

/** `tickwise compare <runs…>`, also `tickwise runs compare`: at the terminal, or as a report where a form is named. */
export async function compare(
  context: CommandContext,
  options: CompareOptions,
  ...ids: readonly string[]
): Promise<CommandResult> {
  if (!namesForm(options) && options.out === undefined) {
    return runsCompare(context, options, ...ids)
  }
  const runs: ToldRun[] = []
  for (const id of ids) runs.push(await recordedRunById(options, id))
  const document = buildComparison(runs)
  const name = `compare-${runs.map(({ result }) => result.runId.slice(0, 6)).join('-')}`
  const files = await writeReport(document, options, name)
  return {
    data: {
      runIds: runs.map(({ result }) => result.runId),
      headline: document.headline,
      files: files.map(({ path, bytes }) => ({ path: shownPath(path), bytes })),
    },
    text: [
      ...(document.warning === undefined ? [] : [context.style('yellow', document.warning), '']),
      ...document.headline,
      '',
      ...files.map(({ path, bytes }) => `wrote ${shownPath(path)} (${formatBytes(bytes)})`),
    ].join('\n'),
  }
}
