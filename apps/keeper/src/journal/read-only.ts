import { existsSync } from 'node:fs'
import { UserError } from '@tickwise/amm'
import { openDatabaseForReading, type Database } from './database.ts'

/**
 * Opens a journal to look at it while a keeper writes it: nothing is made, changed or migrated, and nobody is
 * kept waiting.
 *
 * @throws UserError `E_JOURNAL_MISSING`, `E_JOURNAL_FOREIGN`, `E_JOURNAL_NEWER`, `E_JOURNAL_DAMAGED`
 * @throws RetryableError `E_JOURNAL_BUSY`
 */
export function openJournalForReading(path: string): Database {
  if (existsSync(path)) return openDatabaseForReading(path)
  throw new UserError('E_JOURNAL_MISSING', `there is no journal ${path}`, {
    hint: 'a keeper makes it when it first runs',
  })
}
