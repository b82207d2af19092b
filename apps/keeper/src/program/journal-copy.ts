import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal, type Journal } from '../journal/open-journal.ts'

/**
 * A copy of a journal to try things in: what is written there is written nowhere, and whoever holds the
 * lease of the original is not in the way. Empty where there is no journal.
 *
 * @returns the journal, and how to put it away
 */
export function copyJournal(path: string): {
  readonly journal: Journal
  readonly discard: () => void
} {
  const folder = mkdtempSync(join(tmpdir(), 'tickwise-trial-'))
  const copy = join(folder, 'journal.sqlite')
  for (const suffix of ['', '-wal']) {
    if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
  }
  const journal = openJournal(copy, { onDamage: 'move-aside' })
  journal.database.run('update lease set expires = 0')
  const discard = (): void => {
    journal.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { journal, discard }
}
