/**
 * What a model is given, in order. All follow from epoch records alone, so the chain has the same bits.
 * For epoch e and window n (epochs):
 *
 * - `log-variance-lag`: log2 X16 of the variance of epoch e − n (0 is e itself)
 * - `log-variance-mean`: mean of the log2 X16 of the variances of e − n + 1 … e, rounded down
 * - `log-mean-variance`: log2 X16 of the sum of the variances of e − n + 1 … e (at least 1) − log2 X16 of n
 * - `drift`: last cell's mean tick of e − that of e − n
 * - `hour-sin`, `hour-cos`: of the hour of the day in which epoch e + 1 begins, 2^14 · sin or cos of
 *   hour · 2π / 24 rounded to nearest; the window is 0
 */
export const featureKinds = [
  'log-variance-lag',
  'log-variance-mean',
  'log-mean-variance',
  'drift',
  'hour-sin',
  'hour-cos',
] as const

/** The position in {@link featureKinds} is the code in model files and contracts. */
export type FeatureKind = (typeof featureKinds)[number]

/** One raw feature. */
export interface Feature {
  readonly kind: FeatureKind
  /** Epochs, 0 … 1000. */
  readonly window: number
}

/**
 * A feature with the constants that a model was trained with:
 * clamp(((raw − mean) · multiplier) >> shift, −32768, 32767), with `>>` rounding down.
 */
export interface StandardisedFeature extends Feature {
  /** int32 */
  readonly mean: number
  /** uint24 */
  readonly multiplier: number
  /** 0 … 40 */
  readonly shift: number
}
