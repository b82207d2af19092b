import { UserError } from '@tickwise/amm'
import { runFolders } from './list-runs.ts'
import { openRun, type OpenedRun } from './read-run.ts'

/**
 * A run by its id or the begin of it, as far as that is one run's alone.
 *
 * @throws UserError E_RUN_NOT_FOUND, E_RUN_AMBIGUOUS, E_RUN_BROKEN
 * @example
 * const { run, figures } = await findRun('runs', '0f3c')
 */
export async function findRun(root: string, idOrPrefix: string): Promise<OpenedRun> {
  return openRun(root, findRunId(root, idOrPrefix))
}

/**
 * The id of the one run whose id begins so.
 *
 * @throws UserError E_RUN_NOT_FOUND, E_RUN_AMBIGUOUS
 */
export function findRunId(root: string, idOrPrefix: string): string {
  const wanted = idOrPrefix.toLowerCase()
  const found = runFolders(root).filter((name) => wanted !== '' && name.startsWith(wanted))
  const [first] = found
  if (first !== undefined && (found.length === 1 || first === wanted)) return first
  if (found.length > 1) {
    throw new UserError('E_RUN_AMBIGUOUS', `${found.length} runs begin with ${idOrPrefix}`, {
      hint: `give more digits: ${found.slice(0, 4).join(', ')}${found.length > 4 ? ' …' : ''}`,
    })
  }
  throw new UserError('E_RUN_NOT_FOUND', `there is no run ${idOrPrefix} in ${root}`, {
    hint: 'tickwise runs list has them all; --runs says in which folder to look',
    facts: { root },
  })
}
