import type { StandardisedFeature } from '../oracle/feature-spec.ts'

/** What a model forecasts; the position is the code in model files. */
export const forecastTargets = ['log-variance', 'log-fee-growth', 'drift'] as const

/**
 * - `log-variance`: log2 X16 of the mean variance per epoch over the horizon, ticks²
 * - `log-fee-growth`: log2 X16 of the mean fee growth per epoch over the horizon, token1 X128
 * - `drift`: change of the last cell's mean tick over the horizon, ticks X16
 */
export type ForecastTarget = (typeof forecastTargets)[number]

/** A dense layer: for each output, clamp((Σ weight · input + bias) >> shift). */
export interface QuantisedLayer {
  /** int8, one row per output. */
  readonly weights: Int8Array
  /** int32, one per output. */
  readonly biases: Int32Array
  /** 0 … 31 */
  readonly shift: number
}

/**
 * A model of the format `qmlp/1`: integers only, one meaning in TypeScript and Solidity.
 *
 * Inputs are int16. A hidden layer gives clamp(acc >> shift, 0, 32767), the last one, of one output,
 * y = clamp(acc >> shift, −32768, 32767); the forecast is offset + ((y · multiplier) >> outputShift),
 * clamped to int32. Accumulators fit int32 for every input: what does not is refused at quantisation.
 * No hidden layer: a linear model.
 *
 * Canonical bytes, big endian; the model hash is their keccak256:
 *
 * | bytes | what |
 * | --- | --- |
 * | 6 | `qmlp/1` |
 * | 1, 1, 4, 2 | target, cells per epoch, epoch seconds, horizon epochs |
 * | 1, 2 | layers (1 … 8), inputs (1 … 256) |
 * | 3 a layer | outputs (uint16, 1 … 256), shift |
 * | 4, 4, 1, 4 | output offset, multiplier (int32), shift, level offset (int32) |
 * | 11 an input | feature code, window (uint16), mean (int32), multiplier (uint24), shift |
 * | per layer | weights row by row (int8), then biases (int32) |
 */
export interface ModelFile {
  readonly target: ForecastTarget
  readonly epochSeconds: number
  readonly cellsPerEpoch: number
  readonly horizonEpochs: number
  readonly features: readonly StandardisedFeature[]
  readonly layers: readonly QuantisedLayer[]
  readonly output: ModelOutput
}

/** How the last layer's int16 becomes a forecast. */
export interface ModelOutput {
  /** int32 */
  readonly offset: number
  /** int32 */
  readonly multiplier: number
  /** 0 … 40 */
  readonly shift: number
  /**
   * int32, log2 X16: added before exp2, so that the variance forecast is right on average and not only its
   * logarithm; 0 for drift.
   */
  readonly levelOffset: number
}
