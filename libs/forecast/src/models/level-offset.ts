import { labelsOf } from '../targets/labels.ts'
import { fitRows } from './fit-window.ts'
import type { FittedModel, TrainingWindow } from './model.ts'

/**
 * What to add to a log2 forecast so that the amount 2^forecast, not only its logarithm, is right on average:
 * log2 of the mean of actual / forecast over all rows of the window (Duan's smearing factor, which is also
 * the constant that minimises QLIKE). 0 for drift, which is no logarithm.
 *
 * Source: Duan, "Smearing Estimate: A Nonparametric Retransformation Method", JASA 78(383), 1983.
 *
 * @example
 * const levelled = forecast + levelOffsetOf(model, window)
 */
export function levelOffsetOf(model: FittedModel, window: TrainingWindow): number {
  if (window.target.kind === 'drift') return 0
  const rows = fitRows(window)
  const labels = labelsOf(window.series, window.target, rows)
  const forecasts = model.predict(window.series, rows)
  let sum = 0
  for (let i = 0; i < rows.length; i++) sum += 2 ** ((labels[i] ?? NaN) - (forecasts[i] ?? NaN))
  return Math.log2(sum / rows.length)
}
