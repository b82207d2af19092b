import { mapRows } from '../numerics/map-rows.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { labelsOf } from '../targets/labels.ts'
import { requireRows } from './fit-window.ts'
import { fitGarchReturns } from './garch-likelihood.ts'
import type { GarchParameters } from './garch-likelihood.ts'
import { logOffsetOf } from './log-offset.ts'
import type { FittedModel, Learner, TrainingWindow } from './model.ts'
import { readParameters } from './read-parameters.ts'

/** Epochs that the likelihood is taken over, the latest of the window: a year of hours. */
const likelihoodEpochs = 8760
/** A price that never moves has returns of variance 0; a forecast needs a logarithm. */
const leastVariance = 1e-6

/**
 * GARCH(1,1) by maximum likelihood on the changes of the last cell's mean tick from epoch to epoch. The mean
 * of its variance forecasts over the horizon is put on the level of log realised variance, which is made of
 * finer steps, by the mean log difference over the window's rows.
 *
 * Source: Bollerslev, "Generalized Autoregressive Conditional Heteroskedasticity", Journal of Econometrics
 * 31(3), 1986.
 *
 * @example
 * const model = await createGarch().fit(window)
 */
export function createGarch(lookbackEpochs = 168): Learner {
  const learner: Learner = {
    name: 'garch',
    minimumRows: 250,
    lookbackEpochs,
    settings: { likelihoodEpochs },
    fit: (window) =>
      fitGarch(window, requireRows(learner, window, ['log-variance']), lookbackEpochs),
    restore: restoreGarch,
  }
  return learner
}

function fitGarch(window: TrainingWindow, rows: Int32Array, lookbackEpochs: number): FittedModel {
  const { series, target } = window
  const last = rows.at(-1) ?? 0
  const { omega, alpha, beta } = fitGarchReturns(
    returnsOf(series, Math.max(1, last - likelihoodEpochs + 1), last),
  )
  const fixed = { target: target.kind, horizonEpochs: target.horizonEpochs, lookbackEpochs }
  const raw = { name: 'garch', ...fixed, omega, alpha, beta, logOffset: 0 }
  const forecasts = restoreGarch(raw).predict(series, rows)
  return restoreGarch({
    ...raw,
    logOffset: logOffsetOf(labelsOf(series, target, rows), forecasts),
  })
}

function restoreGarch(parameters: FittedModel['parameters']): FittedModel {
  const read = readParameters(parameters)
  const garch = {
    omega: read.number('omega'),
    alpha: read.number('alpha'),
    beta: read.number('beta'),
  }
  const horizonEpochs = read.number('horizonEpochs')
  const lookbackEpochs = read.number('lookbackEpochs')
  const logOffset = read.number('logOffset')
  const predict = (series: EpochSeries, rows: Int32Array): Float64Array =>
    mapRows(rows, (row) => {
      const next = nextVariance(garch, series.lastCellTick, row, lookbackEpochs)
      const mean = meanVarianceAhead(garch, next, horizonEpochs)
      return Math.log2(Math.max(leastVariance, mean)) + logOffset
    })
  return { name: read.text('name'), parameters, predict }
}

/** Changes of tick into the entries `from` … `to`, NaN where either side is not valid. */
function returnsOf(series: EpochSeries, from: number, to: number): Float64Array {
  const { lastCellTick, valid } = series
  return Float64Array.from({ length: to - from + 1 }, (_, k) => {
    const i = from + k
    if (valid[i] !== 1 || valid[i - 1] !== 1) return NaN
    return (lastCellTick[i] ?? NaN) - (lastCellTick[i - 1] ?? NaN)
  })
}

/** Variance of the change after `row`, started from the unconditional one at the lookback's begin. */
function nextVariance(
  { omega, alpha, beta }: GarchParameters,
  tick: Int32Array,
  row: number,
  lookbackEpochs: number,
): number {
  let variance = omega / (1 - alpha - beta)
  for (let i = row - lookbackEpochs + 2; i <= row; i++) {
    const change = (tick[i] ?? NaN) - (tick[i - 1] ?? NaN)
    variance = omega + alpha * change * change + beta * variance
  }
  return variance
}

/**
 * Mean of the variances expected 1 … h steps ahead: they approach the unconditional variance v by the factor
 * φ = α + β a step, so the mean is v + (next − v)(1 − φ^h) / (h(1 − φ)).
 *
 * @example
 * meanVarianceAhead({ omega: 1, alpha: 0.1, beta: 0.8 }, 10, 4) // 10: already there
 */
export function meanVarianceAhead(
  { omega, alpha, beta }: GarchParameters,
  next: number,
  horizonEpochs: number,
): number {
  const persistence = alpha + beta
  const unconditional = omega / (1 - persistence)
  const share = (1 - persistence ** horizonEpochs) / (horizonEpochs * (1 - persistence))
  return unconditional + (next - unconditional) * share
}
