import type { JsonValue } from './query-values.ts'
import { join } from 'node:path'
import { UserError, eventKinds } from '@tickwise/amm'
import type { Dataset } from '../dataset.ts'
import { sqlName, sqlText, withDuckDb } from './duckdb.ts'
import { toPlainValue } from './query-values.ts'

/** View of each kind: `swap` → `swaps`. */
const viewName = (kind: string): string =>
  `${kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}${kind === 'flash' ? 'es' : 's'}`

const views = ({ directory, manifest }: Pick<Dataset, 'directory' | 'manifest'>): string[] => {
  const files = manifest.files.map(({ path }) => sqlText(join(directory, path))).join(', ')
  const optional = [
    ['chain_states', manifest.chainStates],
    ['position_events', manifest.positionEvents],
  ] as const
  return [
    `CREATE VIEW events AS SELECT * FROM read_parquet([${files}])`,
    ...eventKinds.map(
      (kind) =>
        `CREATE VIEW ${sqlName(viewName(kind))} AS SELECT * FROM events WHERE event = ${sqlText(kind)}`,
    ),
    ...optional.flatMap(([name, file]) =>
      file === undefined
        ? []
        : [
            `CREATE VIEW ${name} AS SELECT * FROM read_parquet(${sqlText(join(directory, file.path))})`,
          ],
    ),
  ]
}

export interface QueryResult {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly JsonValue[])[]
}

/**
 * Runs SQL (DuckDB) over a dataset: views `events`, `swaps`, `mints`, `burns`, `collects`, `flashes` …,
 * `chain_states`, `position_events`. Wide integers are text; the columns `*_f64` are their floats.
 *
 * @throws UserError E_QUERY with what DuckDB says
 * @example
 * await queryDataset(dataset, 'SELECT tick, count(*) FROM swaps GROUP BY tick ORDER BY 2 DESC LIMIT 5')
 */
export const queryDataset = async (
  dataset: Pick<Dataset, 'directory' | 'manifest'>,
  sql: string,
): Promise<QueryResult> =>
  withDuckDb(async (db) => {
    for (const view of views(dataset)) await db.run(view)
    try {
      // As a subquery it can only read: no COPY, no second statement.
      const result = await db.runAndReadAll(`SELECT * FROM (${sql.replace(/;\s*$/, '')})`)
      return {
        columns: result.deduplicatedColumnNames(),
        rows: result.getRows().map((row) => row.map(toPlainValue)),
      }
    } catch (error) {
      throw new UserError('E_QUERY', error instanceof Error ? error.message : String(error), {
        hint: 'SELECT * FROM swaps LIMIT 1 shows the columns',
        cause: error,
      })
    }
  })
