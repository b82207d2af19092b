import type { DuckDBValue } from '@duckdb/node-api'

export type JsonValue = string | number | bigint | boolean | null

/** A value of a query result without DuckDB's own classes: dates, decimals and lists become text. */
export const toPlainValue = (value: DuckDBValue): JsonValue => {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value
    default:
      return value === null ? null : value.toString()
  }
}
