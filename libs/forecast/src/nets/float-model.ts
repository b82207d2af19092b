import type { Feature } from '../oracle/feature-spec.ts'
import type { ForecastTarget } from '../qmlp/model-file.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import type { DenseForm, DenseLayer } from './dense-form.ts'

/** Log2 X16 and ticks X16: the integer units of forecasts. */
const UNIT = 65_536

/** A net in the integer units of forecasts, as a quantiser takes it. */
export interface NetToQuantise {
  readonly target: ForecastTarget
  readonly horizonEpochs: number
  readonly epochSeconds: number
  readonly cellsPerEpoch: number
  readonly features: readonly Feature[]
  readonly inputMeans: Float64Array
  readonly inputScales: Float64Array
  readonly layers: readonly DenseLayer[]
  /** Log2 X16, or ticks X16. */
  readonly outputMean: number
  /** Log2 X16, or ticks X16. */
  readonly outputScale: number
  /** Log2 X16. */
  readonly levelOffset: number
}

/**
 * A net made ready for the quantiser: outputs in 2^-16, with the grid of the series that it was trained on.
 *
 * @param levelOffset log2, as `levelOffsetOf` gives it
 *
 * @example
 * quantiseModel(netToQuantise(net.denseForm, series, levelOffsetOf(net, window)), rawRows)
 */
export function netToQuantise(
  { target, outputMean, outputScale, ...form }: DenseForm,
  { epochSeconds, cellsPerEpoch }: Pick<EpochSeries, 'epochSeconds' | 'cellsPerEpoch'>,
  levelOffset: number,
): NetToQuantise {
  return {
    features: form.features,
    inputMeans: form.inputMeans,
    inputScales: form.inputScales,
    layers: form.layers,
    target: target.kind,
    horizonEpochs: target.horizonEpochs,
    epochSeconds,
    cellsPerEpoch,
    outputMean: outputMean * UNIT,
    outputScale: outputScale * UNIT,
    levelOffset: Math.round(levelOffset * UNIT),
  }
}
