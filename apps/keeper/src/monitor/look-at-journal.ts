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
    alerts: database.all<AlertLook>(
      'select key, last_sent as lastSent, count from alert order by last_sent desc limit ?',
      shown.alerts,
    ),
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
