export {
  runFiles,
  RECORD_SCHEMA,
  type FileRecord,
  type MadeFile,
  type MetricsFile,
  type RecordParts,
  type RunFile,
} from './record.ts'
export { recordRun, type Recorded, type RunToRecord } from './write-run.ts'
export {
  openRun,
  readBenchmarks,
  readResultFile,
  readRunResult,
  verifyRun,
  type OpenedRun,
} from './read-run.ts'
export { PREVIEW_POINTS, type PreviewPoint, type ResultFile } from './result-file.ts'
export {
  listRuns,
  summaryOf,
  type BrokenFolder,
  type RunList,
  type RunSummary,
} from './list-runs.ts'
export { findRun, findRunId } from './find-run.ts'
export { compareRuns, type MetricComparison, type RunComparison } from './compare-runs.ts'
export {
  csvOf,
  exportRun,
  readRunTables,
  runTables,
  tablesOf,
  type ExportFormat,
  type RunTableName,
  type TableRows,
} from './export-run.ts'
export {
  toDataFrame,
  type DanfoModule,
  type DataFrameLike,
  type DataFrameOptions,
} from './data-frame.ts'
export { isBetter, rankedMetric, rankedMetrics, type RankedMetric } from './metric-names.ts'
export { removeRun } from './remove-run.ts'
export {
  columnNames,
  filterRuns,
  parseCondition,
  sortRuns,
  type RunCondition,
  type RunOrder,
} from './query-runs.ts'
export { thinnedPositions } from './thin.ts'
