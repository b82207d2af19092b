import { mapRows } from '../numerics/map-rows.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { amountsOf, logMeanAmount } from '../targets/amounts.ts'
import type { ForecastTarget } from '../qmlp/model-file.ts'
import { requireRows } from './fit-window.ts'
import type { FittedModel, Learner, Target } from './model.ts'
import { readParameters } from './read-parameters.ts'

const amountTargets = ['log-variance', 'log-fee-growth'] as const
const everyTarget = [...amountTargets, 'drift'] as const

/**
 * Persistence: the next h epochs will be as the last h were; for drift, no change.
 *
 * @example
 * createNaive({ kind: 'log-variance', horizonEpochs: 4 }).lookbackEpochs // 4
 */
export function createNaive(target: Target): Learner {
  const { kind, horizonEpochs } = target
  return createLookBack('naive', everyTarget, {
    lookbackEpochs: kind === 'drift' ? 1 : horizonEpochs,
    shiftEpochs: horizonEpochs,
  })
}

/**
 * The next h epochs will be as the same epochs of the season before were. A season of `seasonEpochs`, a
 * week of hourly epochs when left out; horizons beyond it look back on as many seasons as they need.
 *
 * @example
 * createSeasonalNaive({ kind: 'log-fee-growth', horizonEpochs: 4 }).lookbackEpochs // 168
 */
export function createSeasonalNaive(target: Target, seasonEpochs = 168): Learner {
  const shiftEpochs = seasonEpochs * Math.ceil(target.horizonEpochs / seasonEpochs)
  return createLookBack('seasonal-naive', amountTargets, {
    lookbackEpochs: shiftEpochs,
    shiftEpochs,
  })
}

function createLookBack(
  name: string,
  targets: readonly ForecastTarget[],
  { lookbackEpochs, shiftEpochs }: { lookbackEpochs: number; shiftEpochs: number },
): Learner {
  const learner: Learner = {
    name,
    minimumRows: 1,
    lookbackEpochs,
    settings: { shiftEpochs },
    fit: (window) => {
      requireRows(learner, window, targets)
      const { kind, horizonEpochs } = window.target
      return restoreLookBack({ name, target: kind, horizonEpochs, shiftEpochs })
    },
    restore: restoreLookBack,
  }
  return learner
}

function restoreLookBack(parameters: FittedModel['parameters']): FittedModel {
  const read = readParameters(parameters)
  const kind = read.target()
  const horizonEpochs = read.number('horizonEpochs')
  const shiftEpochs = read.number('shiftEpochs')
  const predict = (series: EpochSeries, rows: Int32Array): Float64Array => {
    if (kind === 'drift') return new Float64Array(rows.length)
    const amounts = amountsOf(series, kind)
    return mapRows(rows, (row) => {
      const from = row + 1 - shiftEpochs
      return logMeanAmount(amounts, from, from + horizonEpochs)
    })
  }
  return { name: read.text('name'), parameters, predict }
}
