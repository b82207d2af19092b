import type { z } from 'zod'
import type { madeFileSchema, metricsFileSchema, runFileSchema } from './schemas.ts'

/** Version of the folder's layout; a folder of another version is reported, not read. */
export const RECORD_SCHEMA = 1

/** What a run folder holds: everything, or only `run.json` and `metrics.json`. */
export type RecordParts = RunFile['parts']

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

/**
 * `run.json`: what decides a result, and how the bytes of the folder are named. The same inputs give the
 * same file, byte for byte; when and where it was made is in `made.json`.
 */
export type RunFile = z.output<typeof runFileSchema>

/** Size and SHA-256 (hex) of a file of the folder. */
export type FileRecord = RunFile['files'][string]

/** `metrics.json`: the figures of a run and what its list shows. Amounts are raw units of the asset. */
export type MetricsFile = z.output<typeof metricsFileSchema>

/** `made.json`: when, where and how a folder was made. No part of what names the run. */
export type MadeFile = z.output<typeof madeFileSchema>
