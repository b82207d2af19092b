// Tables in Parquet files, for packages that keep tables of their own. Loads the database: import it lazily.
export { sqlName, sqlText, withDuckDb } from './store/duckdb.ts'
export { writeParquet, type Cell, type TableColumn } from './store/parquet-table.ts'
export { toPlainValue, type JsonValue } from './store/query-values.ts'
