import { buildComparison, type ReportDocument, type Table } from '@tickwise/report'
import {
  formatBytes,
  renderTable,
  type CommandContext,
  type CommandResult,
} from '@tickwise/terminal'
import { recordedRunById, type ToldRun } from '../report/find-run.ts'
import { namesForm, writeReport, type ReportForms } from '../report/write-report.ts'
import type { RunsOptions } from '../runs/runs-folder.ts'
import { shownPath } from '../shown-path.ts'

interface CompareOptions extends RunsOptions, ReportForms {
  readonly models: string
}

/** `tickwise compare <runs…>` */
export async function compare(
  context: CommandContext,
  options: CompareOptions,
  ...ids: readonly string[]
): Promise<CommandResult> {
  const runs: ToldRun[] = []
  for (const id of ids) runs.push(await recordedRunById(options, id))
  const document = buildComparison(runs)
  const name = `compare-${runs.map(({ result }) => result.runId.slice(0, 6)).join('-')}`
  const isFile = namesForm(options) || options.out !== undefined
  const files = isFile ? await writeReport(document, options, name) : []
  return {
    data: {
      runs: runs.map(({ result: { runId, strategy, metrics, navStart, navEnd } }) => ({
        runId,
        strategy,
        metrics,
        navStart,
        navEnd,
      })),
      headline: document.headline,
      files: files.map(({ path, bytes }) => ({ path: shownPath(path), bytes })),
    },
    text: [
      ...(document.warning === undefined ? [] : [context.style('yellow', document.warning), '']),
      ...document.headline,
      ...(isFile
        ? [
            '',
            ...files.map(({ path, bytes }) => `wrote ${shownPath(path)} (${formatBytes(bytes)})`),
          ]
        : tablesOf(document).flatMap((table) => ['', tableText(table)])),
    ].join('\n'),
  }
}

/** The tables that stand on their own; those of charts need the charts. */
function tablesOf({ sections }: ReportDocument): readonly Table[] {
  return sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
  )
}

function tableText({ caption, columns, rows, footer }: Table): string {
  return [caption, renderTable(columns, [...rows, ...(footer === undefined ? [] : [footer])])].join(
    '\n',
  )
}
