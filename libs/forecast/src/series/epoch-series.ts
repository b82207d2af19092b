/**
 * What is known of each epoch of a market, one entry an epoch, oldest first, without holes in time: an
 * epoch that the data do not cover has `valid` 0 and its other entries mean nothing.
 *
 * The integers are those of the on-chain feature oracle, so a model trained on a series meets the same
 * bits on chain. A series from candles is approximate: its ticks are those of an exchange's prices.
 */
export interface EpochSeries {
  readonly epochSeconds: number
  /** Cells of the grid within an epoch; divides `epochSeconds`. */
  readonly cellsPerEpoch: number
  /** `floor(timestamp / epochSeconds)` of entry 0. */
  readonly firstEpoch: number
  readonly length: number
  readonly valid: Uint8Array
  /** Σ over cells of (mean tick of the cell − mean tick of the cell before)², ticks²; integers below 2^53. */
  readonly variance: Float64Array
  /** log2 of `variance`, at least of 1, with 16 fractional bits, rounded down. */
  readonly logVarianceX16: Int32Array
  /** Mean tick of the epoch, rounded towards minus infinity. */
  readonly meanTick: Int32Array
  /** Mean tick of the epoch's last cell, rounded towards minus infinity. */
  readonly lastCellTick: Int32Array
  /**
   * Fees that one unit of liquidity at the money earned in the epoch, as log2 with 16 fractional bits of
   * the growth in token1 (X128); absent where the source has no fees.
   */
  readonly logFeeGrowthX16?: Int32Array
  readonly source: SeriesSource
}

/** Where a series comes from. */
export interface SeriesSource {
  /** `events`: exact. `candles`: exchange prices, approximate. */
  readonly kind: 'events' | 'candles'
  /** Root of the dataset. */
  readonly root: string
  /** Of the pool; absent for candles. */
  readonly chainId?: number
  readonly pool?: string
}
