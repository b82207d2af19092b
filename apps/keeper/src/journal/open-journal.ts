import { TickwiseError } from '@tickwise/amm'
import { moveAside, openDatabase, type Database } from './database.ts'
import { readEvents, type EventQuery } from './epochs.ts'
import type { JournalEvent } from './records.ts'

/** The keeper's memory: what it meant to do and what became of it. The chain knows better. */
export interface Journal {
  readonly path: string
  readonly database: Database
  /** Where a damaged file was put that stood in the way. */
  readonly movedAside?: string
  events(query?: EventQuery): readonly JournalEvent[]
  /** When an alert was last given, for those who send them. */
  alert(key: string): { readonly lastSent: number; readonly count: number } | undefined
  noteAlert(key: string, at: number, text: string): void
  clearAlert(key: string): void
  /** Failures in a row, for the circuit breaker; `undefined` where there were none ever. */
  breaker(): { readonly failures: number; readonly opensUntil: number } | undefined
  noteBreaker(state: { readonly failures: number; readonly opensUntil: number }): void
  close(): void
}

/** What to do with a file that cannot be read. */
export interface JournalOptions {
  /** `refuse` (default) throws; `move-aside` begins anew beside it, since the chain knows everything. */
  readonly onDamage?: 'refuse' | 'move-aside'
  /** Unix seconds, for the name of a file that is moved; default: the wall clock's. */
  readonly now?: number
}

/**
 * Opens or creates a journal.
 *
 * @throws UserError `E_JOURNAL_DAMAGED` (unless it may be moved aside), `E_JOURNAL_FOREIGN`,
 *   `E_JOURNAL_NEWER`
 * @throws RetryableError `E_JOURNAL_BUSY`
 * @example
 * const journal = openJournal('keeper.db', { onDamage: 'move-aside' })
 */
export function openJournal(path: string, options: JournalOptions = {}): Journal {
  try {
    return journalOf(openDatabase(path))
  } catch (error) {
    const damaged = error instanceof TickwiseError && error.code === 'E_JOURNAL_DAMAGED'
    if (!damaged || options.onDamage !== 'move-aside') throw error
    const movedAside = moveAside(path, options.now ?? Math.floor(Date.now() / 1000))
    return { ...journalOf(openDatabase(path)), movedAside }
  }
}

function journalOf(database: Database): Journal {
  return {
    path: database.path,
    database,
    events: (query) => readEvents(database, query),
    alert: (key) =>
      database.get('select last_sent as lastSent, count from alert where key = ?', key),
    noteAlert: (key, at, text) => {
      database.run(
        `insert into alert (key, last_sent, count, text) values (?, ?, 1, ?)
         on conflict (key) do update set last_sent = excluded.last_sent, count = count + 1,
           text = excluded.text`,
        key,
        at,
        text,
      )
    },
    clearAlert: (key) => {
      database.run('delete from alert where key = ?', key)
    },
    breaker: () => database.get('select failures, opens_until as opensUntil from breaker'),
    noteBreaker: ({ failures, opensUntil }) => {
      database.run(
        'insert or replace into breaker (id, failures, opens_until) values (1, ?, ?)',
        failures,
        opensUntil,
      )
    },
    close: () => database.close(),
  }
}
