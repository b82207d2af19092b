import { integerModel, isQuantisable, quantiseFit } from '../qmlp/quantise-fit.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { sliceSeries } from '../series/slice-series.ts'
import type { ModelPiece } from '../walk-forward/fit-pieces.ts'
import type { FoldResult } from '../walk-forward/run-fold.ts'
import type { WalkForwardResult } from '../walk-forward/walk-forward.ts'

/** A walk-forward as it would have gone with integer models. */
export interface QuantisedWalkForward {
  readonly result: WalkForwardResult
  /** Models that were made integers; the others are as they were. */
  readonly quantised: readonly string[]
}

/**
 * The same walk-forward with every fit that has an integer form replaced by it, calibrated on data that the fit
 * was trained on. Scored like the first, it says what quantisation costs out of sample.
 *
 * @throws UserError what `quantiseFit` throws
 *
 * @example
 * const after = evaluate(quantiseWalkForward(result, series).result)
 */
export function quantiseWalkForward(
  result: WalkForwardResult,
  series: EpochSeries,
): QuantisedWalkForward {
  const { folds, rolling, target } = result
  const names: string[] = []
  const integers = rolling.map((model) => {
    if (!model.pieces.every((piece) => isQuantisable(piece.model))) return model
    names.push(model.name)
    const pieces = model.pieces.map((piece) => quantisePiece(piece, result, series))
    return { ...model, pieces }
  })
  const quantisedFolds = folds.map((fold): FoldResult => ({
    ...fold,
    models: fold.models.map((model) => {
      const made = integers.find(({ name }) => name === model.name)
      if (made === undefined || !names.includes(model.name)) return model
      return { ...model, forecasts: forecastsOf(made.pieces, fold, series) }
    }),
  }))
  return { result: { target, folds: quantisedFolds, rolling: integers }, quantised: names }
}

function quantisePiece(
  piece: ModelPiece,
  { target }: Pick<WalkForwardResult, 'target'>,
  series: EpochSeries,
): ModelPiece {
  const known = sliceSeries(series, 0, piece.trainedToEpoch + 1 - series.firstEpoch)
  const { model } = quantiseFit({
    model: piece.model,
    target,
    levelOffset: piece.levelOffset,
    series: known,
  })
  return { ...piece, model: integerModel(piece.model.name, model) }
}

function forecastsOf(
  pieces: readonly ModelPiece[],
  { epochs }: FoldResult,
  series: EpochSeries,
): number[] {
  const forecasts: number[] = []
  for (let begin = 0; begin < epochs.length;) {
    const at = pieces.findLastIndex(({ validFromEpoch }) => validFromEpoch <= (epochs[begin] ?? 0))
    const until = pieces[at + 1]?.validFromEpoch ?? Infinity
    let end = begin
    while (end < epochs.length && (epochs[end] ?? 0) < until) end++
    const rows = Int32Array.from(epochs.slice(begin, end), (epoch) => epoch - series.firstEpoch)
    forecasts.push(...(pieces[at]?.model.predict(series, rows) ?? []))
    begin = end
  }
  return forecasts
}
