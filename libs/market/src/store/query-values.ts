import type { DuckDBValue } from '@duckdb/node-api'

export type JsonValue = string | number | bigint | boolean | null

/** A value of a query result without DuckDB's own classes: dates, decimals and lists become text. */
export const toPlainValue = (value: DuckDBValue): JsonValue =>
  typeof value === 'object' && value !== null ? value.toString() : value
