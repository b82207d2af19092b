import type { ForecastTarget } from '../qmlp/model-file.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/** What is to be forecast. */
export interface Target {
  readonly kind: ForecastTarget
  /** Epochs after the one that the forecast is made at the end of; at least 1. */
  readonly horizonEpochs: number
}

/**
 * What a learner may see. `rows` are indices into the series; the label of row i covers the entries
 * i + 1 … i + horizonEpochs. Nothing after the label of the last row may influence the fit: the walk-forward
 * hands over a series that ends there.
 */
export interface TrainingWindow {
  readonly series: EpochSeries
  readonly target: Target
  /** Rows to fit on, ascending. */
  readonly rows: Int32Array
  /** Later rows for early stopping and choice of settings, purged of overlap with `rows`; may be empty. */
  readonly validationRows: Int32Array
  readonly seed: number
}

/** How a kind of model is fitted. */
export interface Learner {
  /** Lower-case words joined by hyphens: `har`, `har-net`. */
  readonly name: string
  /** Fewest training rows. */
  readonly minimumRows: number
  /** Entries before a row that a forecast looks back on, the row itself counted. */
  readonly lookbackEpochs: number
  /** What a fit depends on besides its window, as canonical JSON values; part of the name of a result. */
  readonly settings?: Readonly<Record<string, unknown>>
  fit(window: TrainingWindow): FittedModel | Promise<FittedModel>
  /** The model that had these parameters; a learner without it is fitted again when a run resumes. */
  restore?(parameters: FittedModel['parameters']): FittedModel | Promise<FittedModel>
}

/** A model that can forecast. */
export interface FittedModel {
  readonly name: string
  /**
   * Forecasts made at the end of each of the entries `rows`, in the target's unit as real numbers: for
   * `log-variance` log2 of ticks² (not X16), for `log-fee-growth` log2 likewise, for `drift` ticks. Each
   * forecast depends on entries up to its row only.
   */
  predict(series: EpochSeries, rows: Int32Array): Float64Array
  /** Everything that `predict` depends on, as canonical JSON values: its hash names the fit. */
  readonly parameters: Readonly<Record<string, unknown>>
}
