/** Scores of a model that forecast for the strategy, out of sample; finished words. */
export interface ForecastScores {
  readonly model: string
  readonly modelHash: string
  readonly target: string
  /** Unix seconds up to which it was trained. */
  readonly trainedUntil: number
  /** Such as `QLIKE`, with its value on data that the model had not seen. */
  readonly scores: Readonly<Record<string, number>>
  /** How it did against the model to beat, in a sentence. */
  readonly comparison: string
}

/** What is known of the search that the run came out of. */
export interface Search {
  /** Parameter sets that were tried, this one among them. */
  readonly trials: number
  /** Variance of the Sharpe ratios of the trials, per interval; absent when their returns are not known. */
  readonly sharpeVariance?: number
  /** Probability of backtest overfitting, 0 … 1, where a sweep computed it. */
  readonly overfitProbability?: number
  /** Where the number comes from: `as the record of runs has them`. */
  readonly source: string
}

/** Where a run comes from, as far as its result does not say. Times in Unix seconds. */
export interface Provenance {
  readonly dataset?: {
    /** As a person wrote it. */
    readonly path: string
    /** Where the events are from, in words. */
    readonly source: string
    readonly pool: string
    readonly from: number
    readonly to: number
    readonly events: number
  }
  /** Shell lines that make the run and this report again. */
  readonly commands: readonly string[]
  readonly forecasts?: readonly ForecastScores[]
  readonly search?: Search
}
