import type { BacktestResult, JsonReady, Metrics, RunInputs } from '@tickwise/backtest'

/** Version of the folder's layout; a folder of another version is reported, not read. */
export const RECORD_SCHEMA = 1

/** What a run folder holds: everything, or only `run.json` and `metrics.json`. */
export type RecordParts = 'full' | 'metrics'

/** Names of the files in a run's folder. */
export const runFiles = {
  run: 'run.json',
  metrics: 'metrics.json',
  made: 'made.json',
  result: 'result.json',
  equity: 'equity.parquet',
  benchmarks: 'benchmarks.parquet',
  actions: 'actions.parquet',
  intervals: 'intervals.parquet',
} as const

/** Size and SHA-256 (hex) of a file of the folder. */
export interface FileRecord {
  readonly bytes: number
  readonly sha256: string
}

/**
 * `run.json`: what decides a result, and how the bytes of the folder are named. The same inputs give the
 * same file, byte for byte; when and where it was made is in `made.json`.
 */
export interface RunFile {
  readonly schema: typeof RECORD_SCHEMA
  readonly runId: string
  readonly parts: RecordParts
  /** The command that makes such a run. */
  readonly command: string
  /** What the id is the hash of; bigints as decimal strings. */
  readonly inputs: JsonReady<RunInputs>
  readonly strategy: BacktestResult['strategy']
  readonly dataset: BacktestResult['dataset']
  /** Hashes of the models that answered, in the order they first did; empty without forecasts. */
  readonly modelHashes: readonly string[]
  /** Such as `simulated`, `forecasts`. */
  readonly labels: readonly string[]
  /** SHA-256 of the canonical JSON of the whole result, kept parts or not. */
  readonly resultDigest: string
  /** Every other file of the folder but `made.json`, by name. */
  readonly files: Readonly<Record<string, FileRecord>>
}

/** `metrics.json`: the figures of a run and what its list shows. Amounts are raw units of the asset. */
export interface MetricsFile {
  readonly runId: string
  readonly from: number
  readonly to: number
  readonly epochSeconds: number
  readonly assetSymbol: string
  readonly assetDecimals: number
  readonly navStart: string
  readonly navEnd: string
  readonly metrics: Metrics
  readonly attribution: BacktestResult['attribution']
  readonly benchmarks: readonly { readonly name: string; readonly totalReturn: number }[]
  readonly decisions: number
  readonly actions: number
  readonly warnings: number
}

/** `made.json`: when, where and how a folder was made. No part of what names the run. */
export interface MadeFile {
  /** ISO 8601, UTC. */
  readonly madeAt: string
  /** Wall seconds of the run itself. */
  readonly seconds: number
  /** As a person would type it, without the program's name. */
  readonly arguments: readonly string[]
  /** The dataset's folder as it was shown to the user. */
  readonly datasetPath: string
  /** The strategy's file, where it is not built in. */
  readonly strategyFile?: string
  readonly node: string
}
