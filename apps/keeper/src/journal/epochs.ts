import type { Database } from './database.ts'
import type { EpochRecord, JournalEvent, JournalScope } from './records.ts'
import type { EpochState } from '../ports.ts'

const columns = 'epoch, state, payload, decided_at as decidedAt'

/** What is known of an epoch. */
export function readEpoch(
  database: Database,
  { chain, vault, keeper }: JournalScope,
  epoch: number,
): EpochRecord | undefined {
  return database.get<EpochRecord>(
    `select ${columns} from decision where chain = ? and vault = ? and keeper = ? and epoch = ?`,
    chain,
    vault,
    keeper,
    epoch,
  )
}

/** The last epochs, newest first. */
export function lastEpochs(
  database: Database,
  { chain, vault, keeper }: JournalScope,
  count: number,
): readonly EpochRecord[] {
  return database.all<EpochRecord>(
    `select ${columns} from decision where chain = ? and vault = ? and keeper = ?
     order by epoch desc limit ?`,
    chain,
    vault,
    keeper,
    count,
  )
}

/** Writes where an epoch stands; `payload` only when it is given. */
export function writeEpoch(
  database: Database,
  { chain, vault, keeper }: JournalScope,
  epoch: number,
  state: EpochState,
  now: number,
  payload?: string,
): void {
  database.run(
    `insert into decision (chain, vault, keeper, epoch, state, payload, decided_at)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (chain, vault, keeper, epoch) do update set state = excluded.state,
       payload = case when ? then excluded.payload else payload end,
       decided_at = case when ? then excluded.decided_at else decided_at end`,
    chain,
    vault,
    keeper,
    epoch,
    state,
    payload ?? '{}',
    now,
    Number(payload !== undefined),
    Number(payload !== undefined),
  )
}

/** Appends a line. */
export function appendEvent(
  database: Database,
  line: {
    readonly at: number
    readonly vault?: string
    readonly epoch?: number
    readonly kind: string
    readonly body: string
  },
): void {
  database.run(
    'insert into event (at, vault, epoch, kind, body) values (?, ?, ?, ?, ?)',
    line.at,
    line.vault ?? null,
    line.epoch ?? null,
    line.kind,
    line.body,
  )
}

/** Lines after `after`, oldest first. */
export function readEvents(
  database: Database,
  { after = 0, epoch, limit = 1_000 }: EventQuery = {},
): readonly JournalEvent[] {
  return database.all<JournalEvent>(
    `select seq, at, vault, epoch, kind, body from event
     where seq > ? and (? is null or epoch = ?) order by seq limit ?`,
    after,
    epoch ?? null,
    epoch ?? null,
    limit,
  )
}

/** Which lines of the journal. */
export interface EventQuery {
  /** Only lines with a greater number. */
  readonly after?: number
  readonly epoch?: number
  /** Default 1,000. */
  readonly limit?: number
}
