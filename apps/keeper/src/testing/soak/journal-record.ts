import { parseTransaction, type Hash, type Hex } from 'viem'
import { openJournal } from '../../journal/open-journal.ts'
import { decidedOf } from '../../epoch/decided.ts'
import { lastEpochs } from '../../journal/epochs.ts'
import type { Attempt, JournalScope } from '../../journal/records.ts'
import type { EpochState } from '../../ports.ts'

/** What journals say of an epoch. */
export interface JournalEpoch {
  readonly state: EpochState
  /** Of the last change. */
  readonly reason: string
  readonly inferenceId: Hex | undefined
  readonly trade: boolean | undefined
}

/** A transaction that was signed. */
export interface JournalAttempt {
  readonly hash: Hash
  readonly nonce: number
  readonly status: Attempt['status']
  readonly blockNumber: number | null
  readonly blockHash: Hash | null
  /** Whether it is of the journal in use. */
  readonly current: boolean
  /** Whether its job was watched until it was final. */
  readonly watched: boolean
}

/** Journals of a run: the one in use, and those that were lost on the way. */
export interface JournalRecord {
  readonly epochs: ReadonlyMap<number, JournalEpoch>
  /** As the oldest journal has them: a new one does not know why an epoch before it was left out. */
  readonly first: ReadonlyMap<number, JournalEpoch>
  readonly attempts: readonly JournalAttempt[]
  /** Nonces filled with transfers of nothing outside of jobs. */
  readonly healed: ReadonlySet<number>
  /** Jobs that may still change the chain. */
  readonly alive: number
  readonly integrity: readonly string[]
  readonly events: number
}

/** Reads journals, the newest first: what a newer one knows of an epoch counts. */
export function readJournalRecord(paths: readonly string[], scope: JournalScope): JournalRecord {
  const epochs = new Map<number, JournalEpoch>()
  const first = new Map<number, JournalEpoch>()
  const attempts: JournalAttempt[] = []
  const healed = new Set<number>()
  const integrity: string[] = []
  let [alive, events] = [0, 0]
  for (const [i, path] of paths.entries()) {
    const { database, close } = openJournal(path)
    const reasons = new Map<number, string>()
    for (const { epoch, body } of database.all<{ readonly epoch: number; readonly body: string }>(
      `select epoch, body from event where kind = 'state' order by seq`,
    )) {
      reasons.set(epoch, (JSON.parse(body) as { readonly reason: string }).reason)
    }
    for (const row of lastEpochs(database, scope, 1_000_000)) {
      const { inferenceId } = JSON.parse(row.payload) as { readonly inferenceId?: Hex }
      const known = {
        state: row.state,
        reason: reasons.get(row.epoch) ?? '',
        inferenceId,
        trade: decidedOf(row.payload)?.output.trade,
      }
      first.set(row.epoch, known)
      if (!epochs.has(row.epoch)) epochs.set(row.epoch, known)
    }
    for (const row of database.all<
      Omit<JournalAttempt, 'current' | 'watched'> & { readonly state: string }
    >(
      `select a.hash, a.nonce, a.status, a.block_number as blockNumber, a.block_hash as blockHash,
         j.state from tx_attempt a join job j on j.id = a.job order by a.id`,
    )) {
      attempts.push({ ...row, current: i === 0, watched: row.state === 'final' })
    }
    for (const { body } of database.all<{ readonly body: string }>(
      `select body from event where kind = 'heal'`,
    )) {
      const { raw } = JSON.parse(body) as { readonly raw: Hex }
      healed.add(parseTransaction(raw).nonce ?? 0)
    }
    const check = database.get<{ readonly integrity_check: string }>('pragma integrity_check')
    integrity.push(check?.integrity_check ?? 'no answer')
    if (i === 0) {
      alive =
        database.get<{ readonly n: number }>(
          `select count(*) as n from job where state in ('planned', 'signed', 'sent', 'mined')`,
        )?.n ?? 0
    }
    events += database.get<{ readonly n: number }>('select count(*) as n from event')?.n ?? 0
    close()
  }
  return { epochs, first, attempts, healed, alive, integrity, events }
}
