import { UserError } from '@tickwise/amm'
import { withFolderLock } from '@tickwise/market/files'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runFiles } from './record.ts'

/**
 * Removes the folder of a run. It is gone from lists at once, also when the removal is cut short.
 *
 * @throws UserError E_RUN_BROKEN when the folder does not hold a run
 * @throws RetryableError E_LOCKED while somebody writes it
 */
export async function removeRun(root: string, runId: string): Promise<void> {
  const folder = join(root, runId)
  await withFolderLock(folder, async () => {
    if (!existsSync(join(folder, runFiles.run))) {
      throw new UserError('E_RUN_BROKEN', `${folder} holds no run`, {
        hint: 'what is in it is not of Tickwise: remove it yourself if you are sure',
      })
    }
    const hidden = join(root, `.${runId}.removed`)
    await rm(hidden, { recursive: true, force: true })
    await rename(folder, hidden)
    await rm(hidden, { recursive: true, force: true })
  })
}
