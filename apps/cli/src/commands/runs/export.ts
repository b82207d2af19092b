import { UserError } from '@tickwise/amm'
import { exportRun, findRun, type ExportFormat } from '@tickwise/runs'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { runsFolder, type RunsOptions } from '../../runs/runs-folder.ts'
import { shownPath } from '../../shown-path.ts'

interface ExportOptions extends RunsOptions {
  readonly csv?: boolean
  readonly parquet?: boolean
  readonly out: string
}

/** `tickwise runs export <run>`; `--json` alone means the result as a document, in a file as the others are. */
export async function runsExport(
  _context: CommandContext,
  options: ExportOptions,
  id: string,
): Promise<CommandResult> {
  const opened = await findRun(runsFolder(options), id)
  const written: string[] = []
  for (const format of formatsOf(options)) {
    written.push(...(await exportRun(opened, format, options.out)))
  }
  const files = written.map((path) => shownPath(path)).sort()
  return { data: { runId: opened.run.runId, files }, text: files.join('\n') }
}

function formatsOf({ csv, parquet, json }: ExportOptions): readonly ExportFormat[] {
  const tables: readonly ExportFormat[] = [
    ...(csv ? (['csv'] as const) : []),
    ...(parquet ? (['parquet'] as const) : []),
  ]
  if (tables.length > 0) return tables
  if (json) return ['json']
  throw new UserError('E_OPTIONS', 'in which form the run should leave is not said', {
    hint: 'give --csv, --parquet or --json',
  })
}
