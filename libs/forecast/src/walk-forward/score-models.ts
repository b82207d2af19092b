import type { ConformalOptions } from '../conformal/adaptive-conformal.ts'
import { calibrate } from '../conformal/calibrate.ts'
import type { CalibratedRow } from '../conformal/calibrate.ts'
import type { Target } from '../models/model.ts'
import { qlikeLoss, squaredLoss } from '../scores/point-scores.ts'
import type { FoldResult } from './run-fold.ts'

/** One model's path over all folds with what each row lost. */
export interface ModelPath {
  readonly name: string
  readonly actual: Float64Array
  readonly forecasts: Float64Array
  /** With the level offset in force. */
  readonly levelled: Float64Array
  /** Scale of MASE of each row. */
  readonly naiveScale: Float64Array
  /** QLIKE of the levelled forecast; empty for drift. */
  readonly qlike: Float64Array
  readonly squared: Float64Array
  readonly calibrated: readonly (CalibratedRow | null)[]
}

/**
 * The paths of all models over all folds, in time order, with losses and intervals row by row.
 *
 * @example
 * const [har] = modelPaths(result.folds, result.target, defaultConformal)
 */
export function modelPaths(
  folds: readonly FoldResult[],
  target: Target,
  conformal: ConformalOptions,
): readonly ModelPath[] {
  const epochs = folds.flatMap((fold) => fold.epochs)
  const actual = Float64Array.from(folds.flatMap((fold) => fold.actual))
  const naiveScale = Float64Array.from(
    folds.flatMap((fold) => fold.epochs.map(() => fold.naiveScale)),
  )
  return (folds[0]?.models ?? []).map(({ name }, m) => {
    const forecasts = Float64Array.from(folds.flatMap((fold) => fold.models[m]?.forecasts ?? []))
    const levelled = Float64Array.from(folds.flatMap((fold) => levelledForecasts(fold, m)))
    const lossOf = (loss: (a: number, f: number) => number, of: Float64Array) =>
      actual.map((outcome, i) => loss(outcome, of[i] ?? NaN))
    const { horizonEpochs } = target
    return {
      name,
      actual,
      forecasts,
      levelled,
      naiveScale,
      qlike: target.kind === 'drift' ? new Float64Array(0) : lossOf(qlikeLoss, levelled),
      squared: lossOf(squaredLoss, forecasts),
      calibrated: calibrate({ epochs, actual, forecasts, horizonEpochs }, conformal),
    }
  })
}

function levelledForecasts(fold: FoldResult, m: number): number[] {
  const model = fold.models[m]
  if (model === undefined) return []
  let piece = 0
  return fold.epochs.map((epoch, i) => {
    while ((model.pieces[piece + 1]?.validFromEpoch ?? Infinity) <= epoch) piece++
    return (model.forecasts[i] ?? NaN) + (model.pieces[piece]?.levelOffset ?? NaN)
  })
}
