import type { Metrics, ReturnBlocks } from '@tickwise/backtest'
import type { GridPoint } from '@tickwise/runs/sweep'
import type { RunCommandOptions } from '../run-inputs.ts'
import type { SharedDataset } from './shared-dataset.ts'

/** What every worker of a sweep is started with. */
export interface SweepWork {
  readonly dataset: SharedDataset
  readonly options: RunCommandOptions
  /** Where runs are kept; absent where none are. */
  readonly runs?: string
  readonly metricsOnly: boolean
  /** Run even what is on record, and compare. */
  readonly fresh: boolean
}

/** One run that a worker is to make. */
export interface TrialTask {
  readonly point: GridPoint
}

/** What came of it. */
export type TrialAnswer =
  | {
      readonly outcome: 'done' | 'recorded'
      readonly runId: string
      readonly metrics: Metrics
      /** For the statistics of the whole sweep; absent where the run is too short for them. */
      readonly returnBlocks?: ReturnBlocks | undefined
    }
  | {
      readonly outcome: 'failed'
      readonly error: { readonly code: string; readonly message: string }
    }

/** A point of the grid with what came of it; absent answers were never given out. */
export interface Trial {
  readonly index: number
  readonly parameters: GridPoint
  readonly answer?: TrialAnswer
}
