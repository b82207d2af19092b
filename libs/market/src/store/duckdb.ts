import { DuckDBInstance } from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'

/** Runs `use` on a private in-memory database and closes it whatever happens. */
export const withDatabase = async <T>(use: (db: DuckDBInstance) => Promise<T>): Promise<T> => {
  const instance = await DuckDBInstance.create(':memory:')
  try {
    return await use(instance)
  } finally {
    instance.closeSync()
  }
}

/**
 * Runs `use` on a connection of its own. A connection carries one streamed result at a time: a second
 * query on it ends the first, silently.
 */
export const withConnection = async <T>(
  instance: DuckDBInstance,
  use: (db: DuckDBConnection) => Promise<T>,
): Promise<T> => {
  const connection = await instance.connect()
  try {
    return await use(connection)
  } finally {
    connection.closeSync()
  }
}

/** Runs `use` on a single connection to a private in-memory database. */
export const withDuckDb = <T>(use: (db: DuckDBConnection) => Promise<T>): Promise<T> =>
  withDatabase((instance) => withConnection(instance, use))

/** A text as SQL literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A column or table name as SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Rows of a result in columns, one chunk at a time: no row object is made. */
export async function* streamColumns(
  db: DuckDBConnection,
  sql: string,
): AsyncGenerator<{
  readonly rows: number
  readonly columns: readonly (readonly DuckDBValue[])[]
}> {
  const result = await db.stream(sql)
  for await (const chunk of result) {
    if (chunk.rowCount > 0) yield { rows: chunk.rowCount, columns: chunk.getColumns() }
  }
}
