import { mapRows } from '../numerics/map-rows.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { meanLoss, squaredLoss } from '../scores/point-scores.ts'
import { amountsOf } from '../targets/amounts.ts'
import type { AmountTarget } from '../targets/amounts.ts'
import { labelsOf } from '../targets/labels.ts'
import { requireRows } from './fit-window.ts'
import { logOffsetOf } from './log-offset.ts'
import type { FittedModel, Learner, TrainingWindow } from './model.ts'
import { readParameters } from './read-parameters.ts'

const decayGrid = [0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99] as const
/** Weights below this share of the first are left out. */
const smallestWeight = 1e-3

/**
 * Exponentially weighted mean of the last `lookbackEpochs` amounts, its decay the one of a grid with the
 * smallest squared log error over the window's rows, on a level that is right for logarithms.
 *
 * Source: J.P. Morgan, "RiskMetrics Technical Document", 1996, with the weights cut off and normalised, so
 * that a forecast does not depend on where the series begins.
 *
 * @example
 * const model = await createEwma().fit(window)
 */
export function createEwma(lookbackEpochs = 168): Learner {
  const learner: Learner = {
    name: 'ewma',
    minimumRows: 30,
    lookbackEpochs,
    settings: { decayGrid: [...decayGrid] },
    fit: (window) => {
      const rows = requireRows(learner, window, ['log-variance', 'log-fee-growth'])
      return fitEwma(window, rows, lookbackEpochs)
    },
    restore: restoreEwma,
  }
  return learner
}

function fitEwma(window: TrainingWindow, rows: Int32Array, lookbackEpochs: number): FittedModel {
  const { series, target } = window
  const kind = target.kind === 'log-fee-growth' ? target.kind : 'log-variance'
  const amounts = amountsOf(series, kind)
  const labels = labelsOf(series, target, rows)
  let best = { decay: NaN, logOffset: NaN, error: Infinity }
  for (const decay of decayGrid) {
    const forecasts = logMeans(amounts, rows, weightsOf(decay, lookbackEpochs))
    const logOffset = logOffsetOf(labels, forecasts)
    const error = meanLoss(labels, forecasts, (label, f) => squaredLoss(label, f + logOffset))
    if (error < best.error) best = { decay, logOffset, error }
  }
  const { decay, logOffset } = best
  return restoreEwma({
    name: 'ewma',
    target: kind,
    horizonEpochs: target.horizonEpochs,
    lookbackEpochs,
    decay,
    logOffset,
  })
}

function restoreEwma(parameters: FittedModel['parameters']): FittedModel {
  const read = readParameters(parameters)
  const kind: AmountTarget = read.target() === 'log-fee-growth' ? 'log-fee-growth' : 'log-variance'
  const logOffset = read.number('logOffset')
  const weights = weightsOf(read.number('decay'), read.number('lookbackEpochs'))
  const predict = (series: EpochSeries, rows: Int32Array): Float64Array =>
    logMeans(amountsOf(series, kind), rows, weights).map((log) => log + logOffset)
  return { name: read.text('name'), parameters, predict }
}

/** Weights of the row's entry, the one before …; they sum to 1. */
function weightsOf(decay: number, lookbackEpochs: number): Float64Array {
  const useful = Math.ceil(Math.log(smallestWeight) / Math.log(decay))
  const count = Math.min(lookbackEpochs, useful)
  const weights = Float64Array.from({ length: count }, (_, k) => decay ** k)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function logMeans(amounts: Float64Array, rows: Int32Array, weights: Float64Array): Float64Array {
  // As little as a sum of 1 over the weighted entries.
  const least = 1 / weights.length
  return mapRows(rows, (row) => {
    let mean = 0
    for (let k = 0; k < weights.length; k++) mean += (weights[k] ?? NaN) * (amounts[row - k] ?? NaN)
    return Math.log2(Math.max(least, mean))
  })
}
