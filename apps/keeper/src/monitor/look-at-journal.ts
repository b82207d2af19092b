import type { Database } from '../journal/database.ts'
import { lastEpochs } from '../journal/epochs.ts'
import type { EpochRecord, JournalScope } from '../journal/records.ts'
import type { AlertLook, EpochLook, JournalLook, ReceiptLook } from './keeper-look.ts'

/** Epochs, receipts and alerts that are shown. */
const shown = { epochs: 24, receipts: 12, alerts: 12 } as const

/** What a journal says of a vault; a few rows by index, however long it is. */
export function lookAtJournal(database: Database, scope: JournalScope, now: number): JournalLook {
  const last = database.get<{ readonly at: number }>(
    'select at from event order by seq desc limit 1',
  )
  const lease = database.get<{ readonly expires: number }>(
    'select expires from lease where expires > ? order by expires desc limit 1',
    now,
  )
  return {
    epochs: lastEpochs(database, scope, shown.epochs).map(epochLook),
    receipts: receiptsOf(database, scope.vault),
    alerts: alertsOf(database, scope.vault),
    lastLineAt: last?.at,
    isKept: lease !== undefined,
  }
}

function epochLook({ epoch, state, decidedAt, payload }: EpochRecord): EpochLook {
  const { decided, reason } = JSON.parse(payload) as {
    readonly decided?: { readonly reason?: string }
    readonly reason?: string
  }
  return { epoch, state, decidedAt, why: decided?.reason ?? reason ?? '' }
}

interface MinedRow {
  readonly at: number
  readonly epoch: number | null
  readonly body: string
}

function receiptsOf(database: Database, vault: string): readonly ReceiptLook[] {
  return database
    .all<MinedRow>(
      `select at, epoch, body from event where kind = 'mined' and vault = ? collate nocase
       order by seq desc limit ?`,
      vault,
      shown.receipts,
    )
    .map(({ at, epoch, body }) => {
      const { job, hash, reverted } = JSON.parse(body) as Readonly<Record<string, unknown>>
      return {
        at,
        epoch,
        what: String(job),
        hash: String(hash),
        reverted: reverted === true,
      }
    })
}

interface AlertRow {
  readonly key: string
  readonly lastSent: number
  readonly count: number
  readonly text: string
}

/** Alerts about a vault, and those that are about the keeper itself: their keys name no vault. */
function alertsOf(database: Database, vault: string): readonly AlertLook[] {
  const kept = database.get<{ readonly n: number }>(
    "select count(*) as n from pragma_table_info('alert') where name = 'text'",
  )
  // A look migrates nothing: the keeper may be older than its monitor.
  const text = kept?.n === 1 ? 'text' : "''"
  return database
    .all<AlertRow>(
      `select key, last_sent as lastSent, count, ${text} as text from alert
       where key like '%:' || ? or key not like '%:0x%' order by last_sent desc limit ?`,
      vault,
      shown.alerts,
    )
    .map(({ text: told, ...alert }) =>
      // Of which vault it is stands above it on a screen.
      told === '' ? alert : { ...alert, text: told.replace(` (vault ${vault})`, '') },
    )
}
