import { findRunId, removeRun } from '@tickwise/runs'
import type { CommandContext, CommandResult } from '@tickwise/terminal'
import { runsFolder, type RunsOptions } from '../../runs/runs-folder.ts'

/** `tickwise runs rm <runs…>`: all of them are found before the first is removed. */
export async function runsRemove(
  _context: CommandContext,
  options: RunsOptions,
  ...ids: readonly string[]
): Promise<CommandResult> {
  const root = runsFolder(options)
  const removed = ids.map((id) => findRunId(root, id))
  for (const runId of removed) await removeRun(root, runId)
  return { data: { removed }, text: removed.map((runId) => `removed ${runId}`).join('\n') }
}
