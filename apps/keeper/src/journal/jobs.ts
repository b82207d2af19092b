import { InvariantError } from '@tickwise/amm'
import type { Database } from './database.ts'
import type { Job, JobState, JournalScope } from './records.ts'

/** A job as it is written first. */
export type NewJob = Pick<
  Job,
  'usefulUntil' | 'kind' | 'epoch' | 'subject' | 'target' | 'data' | 'detail'
> & {
  readonly state?: 'planned' | 'would-send'
}

/** States in which a job may still change the chain. */
export const liveStates: readonly JobState[] = ['planned', 'signed', 'sent', 'mined']

const columns = `id, kind, epoch, subject, state, target, data, detail, reverts,
  useful_until as usefulUntil, created_at as createdAt`

/** Writes a job. Errors: InvariantError `E_JOURNAL_RULE` when one of its kind and epoch is alive. */
export function insertJob(
  database: Database,
  { chain, vault, keeper }: JournalScope,
  job: NewJob,
  now: number,
): Job {
  const { kind, epoch, subject, target, data, detail, state = 'planned', usefulUntil } = job
  const row = database.get<Job>(
    `insert into job (chain, vault, keeper, kind, epoch, subject, state, target, data, detail,
       useful_until, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${columns}`,
    chain,
    vault,
    keeper,
    kind,
    epoch,
    subject,
    state,
    target,
    data,
    detail,
    usefulUntil,
    now,
    now,
  )
  if (row === undefined) throw new InvariantError('E_JOURNAL_RULE', 'a job was not written')
  return row
}

/**
 * Moves a job on, if it stands where the caller believes.
 * Errors: InvariantError `E_JOURNAL_RACE` when it does not.
 */
export function moveJob(
  database: Database,
  id: number,
  from: readonly JobState[],
  to: JobState,
  now: number,
): void {
  const changed = database.run(
    `update job set state = ?, updated_at = ? where id = ? and state in (${from.map(() => '?').join(', ')})`,
    to,
    now,
    id,
    ...from,
  )
  if (changed === 1) return
  throw new InvariantError('E_JOURNAL_RACE', `job ${id} is not where it was`, {
    hint: 'two processes write the journal: the lease should not allow it',
    facts: { job: id, expected: from.join(' or '), to },
  })
}

/** Counts a transaction of a job that reverted. */
export function countRevert(database: Database, id: number): void {
  database.run('update job set reverts = reverts + 1 where id = ?', id)
}

/** Jobs that may still change the chain, oldest first. */
export function liveJobs(database: Database, scope: JournalScope): readonly Job[] {
  return jobsIn(database, scope, liveStates)
}

/** Jobs of an epoch or all, oldest first. */
export function allJobs(database: Database, scope: JournalScope, epoch?: number): readonly Job[] {
  return database.all<Job>(
    `select ${columns} from job where chain = ? and vault = ? and keeper = ?
       and (? is null or epoch = ?) order by id`,
    scope.chain,
    scope.vault,
    scope.keeper,
    epoch ?? null,
    epoch ?? null,
  )
}

function jobsIn(
  database: Database,
  { chain, vault, keeper }: JournalScope,
  states: readonly JobState[],
): readonly Job[] {
  return database.all<Job>(
    `select ${columns} from job where chain = ? and vault = ? and keeper = ?
       and state in (${states.map(() => '?').join(', ')}) order by id`,
    chain,
    vault,
    keeper,
    ...states,
  )
}
