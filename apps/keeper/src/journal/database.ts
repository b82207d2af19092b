import { existsSync, renameSync } from 'node:fs'
import { InvariantError, RetryableError, UserError } from '@tickwise/amm'
import Libsql from 'libsql'
import { applicationId, migrations } from './schema.ts'

/** An open SQLite file with a journal in it. */
export interface Database {
  readonly path: string
  /** The rows of a query. */
  all<Row>(sql: string, ...values: readonly SqlValue[]): readonly Row[]
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined
  /** Rows that a statement changed. */
  run(sql: string, ...values: readonly SqlValue[]): number
  /** All of it or nothing, and nobody writes in between. */
  atomically<T>(work: () => T): T
  close(): void
}

type SqlValue = string | number | null

/**
 * Opens or creates the file: WAL, `synchronous=FULL` (what is written is there after a power cut), brought
 * to the newest version.
 *
 * @throws UserError `E_JOURNAL_DAMAGED`, `E_JOURNAL_FOREIGN`, `E_JOURNAL_NEWER`
 * @throws RetryableError `E_JOURNAL_BUSY`
 */
export function openDatabase(path: string): Database {
  const raw = translated(path, () => new Libsql(path))
  try {
    return translated(path, () => {
      raw.pragma('busy_timeout = 5000')
      checkFile(raw, path)
      raw.pragma('journal_mode = WAL')
      raw.pragma('synchronous = FULL')
      raw.pragma('foreign_keys = ON')
      migrate(raw)
      return wrap(raw, path)
    })
  } catch (error) {
    raw.close()
    throw error
  }
}

/** How long a look waits for a writer, milliseconds. */
const readerWaitMs = 50

/** Opens an existing file for reading alone: whatever is tried, SQLite refuses to write. Errors: as above. */
export function openDatabaseForReading(path: string): Database {
  const raw = translated(path, () => new Libsql(path))
  try {
    return translated(path, () => {
      raw.pragma(`busy_timeout = ${readerWaitMs}`)
      raw.pragma('query_only = ON')
      checkOwner(raw, path)
      return wrap(raw, path)
    })
  } catch (error) {
    raw.close()
    throw error
  }
}

/**
 * Puts a file that cannot be read out of the way; where it is now.
 * @param now Unix seconds, for the name
 */
export function moveAside(path: string, now: number): string {
  const aside = `${path}.damaged-${now}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  return aside
}

function checkFile(raw: Libsql.Database, path: string): void {
  checkOwner(raw, path)
  const [found] = raw.pragma('quick_check') as readonly { readonly quick_check: string }[]
  if (found?.quick_check !== 'ok') throw damaged(path, found?.quick_check ?? 'no answer')
}

function checkOwner(raw: Libsql.Database, path: string): void {
  const tables = raw.prepare('select count(*) as n from sqlite_schema').get() as { n: number }
  const id = pragmaOf(raw, 'application_id')
  const version = pragmaOf(raw, 'user_version')
  if (tables.n > 0 && id !== applicationId) {
    throw new UserError('E_JOURNAL_FOREIGN', `${path} is the database of another program`, {
      hint: 'give the journal a file of its own',
      facts: { path, applicationId: id },
    })
  }
  if (version > migrations.length) {
    throw new UserError('E_JOURNAL_NEWER', `${path} was written by a newer version`, {
      hint: 'use that version, or move the file away: the keeper goes on from what is on chain',
      facts: { path, version, known: migrations.length },
    })
  }
}

function pragmaOf(raw: Libsql.Database, name: string): number {
  const [row] = raw.pragma(name) as readonly Record<string, unknown>[]
  return Number(row?.[name] ?? 0)
}

function migrate(raw: Libsql.Database): void {
  raw
    .transaction(() => {
      const version = pragmaOf(raw, 'user_version')
      for (const migration of migrations.slice(version)) raw.exec(migration)
      raw.pragma(`application_id = ${applicationId}`)
      raw.pragma(`user_version = ${migrations.length}`)
    })
    .immediate()
}

function wrap(raw: Libsql.Database, path: string): Database {
  const statements = new Map<string, Libsql.Statement>()
  const prepare = (sql: string): Libsql.Statement => {
    const known = statements.get(sql) ?? (raw.prepare(sql) as Libsql.Statement)
    statements.set(sql, known)
    return known
  }
  return {
    path,
    all: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translated(path, () => prepare(sql).all(...values) as Row[]),
    get: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translated(path, () => prepare(sql).get(...values) as Row | undefined),
    run: (sql, ...values) => translated(path, () => prepare(sql).run(...values).changes),
    atomically: (work) =>
      raw.inTransaction ? work() : translated(path, () => raw.transaction(work).immediate()),
    close: () => raw.close(),
  }
}

/** SQLite's errors as ours; others as they are. */
function translated<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
      throw new RetryableError('E_JOURNAL_BUSY', `${path} is written by another process`, {
        facts: { path },
        cause: error,
      })
    }
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) throw damaged(path, code, error)
    if (code.startsWith('SQLITE_CONSTRAINT')) {
      const message = error instanceof Error ? error.message : code
      throw new InvariantError('E_JOURNAL_RULE', `the journal refuses a record: ${message}`, {
        cause: error,
      })
    }
    throw error
  }
}

function damaged(path: string, what: string, cause?: unknown): UserError {
  return new UserError('E_JOURNAL_DAMAGED', `${path} is no journal, or a damaged one`, {
    hint: 'move it away: the keeper goes on from what is on chain',
    facts: { path, what },
    cause,
  })
}
