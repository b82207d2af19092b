import { UserError } from '@tickwise/amm'
import { buildReport } from '@tickwise/report'
import { formatBytes, type CommandContext, type CommandResult } from '@tickwise/terminal'
import { describedRun, recordedRunById, type DescribedRunOptions } from '../report/find-run.ts'
import { searchOf } from '../report/search-of.ts'
import { writeReport, type ReportForms } from '../report/write-report.ts'
import { runsFolder } from '../runs/runs-folder.ts'
import { shownPath } from '../shown-path.ts'

/** `tickwise report [run]` */
export async function report(
  context: CommandContext,
  options: DescribedRunOptions & ReportForms & { readonly trials?: string },
  id?: string,
): Promise<CommandResult> {
  if (id !== undefined && (options.dataset ?? options.strategy) !== undefined) {
    throw new UserError('E_OPTIONS', 'both a run and what to run are given', {
      hint: 'give the id of a run, or --dataset and --strategy',
    })
  }
  const { result, provenance } =
    id === undefined ? await describedRun(context, options) : await recordedRunById(options, id)
  const search = await searchOf(options.trials, result, runsFolder(options))
  const document = buildReport(result, {
    ...provenance,
    ...(search === undefined ? {} : { search }),
  })
  const files = await writeReport(document, options, `report-${result.runId}`)
  return {
    data: {
      runId: result.runId,
      title: document.title,
      headline: document.headline,
      files: files.map(({ path, bytes }) => ({ path: shownPath(path), bytes })),
    },
    text: [
      ...(document.warning === undefined ? [] : [context.style('yellow', document.warning), '']),
      `${context.style('bold', document.title)}  ${document.subtitle}`,
      ...document.headline,
      '',
      ...files.map(({ path, bytes }) => `wrote ${shownPath(path)} (${formatBytes(bytes)})`),
    ].join('\n'),
  }
}
