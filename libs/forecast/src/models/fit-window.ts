import { UserError } from '@tickwise/amm'
import { checkTarget } from '../targets/labels.ts'
import type { Learner, TrainingWindow } from './model.ts'
import type { ForecastTarget } from '../qmlp/model-file.ts'

/**
 * All rows of a window, training and validation, for a learner that has nothing to choose on the latter.
 *
 * @example
 * fitRows({ ...window, rows: Int32Array.of(1), validationRows: Int32Array.of(5) }) // 1, 5
 */
export function fitRows(window: TrainingWindow): Int32Array {
  const { rows, validationRows } = window
  const all = new Int32Array(rows.length + validationRows.length)
  all.set(rows)
  all.set(validationRows, rows.length)
  return all
}

/**
 * The rows to fit on after a look at whether this learner can be fitted here.
 *
 * @throws UserError E_FORECAST_HORIZON, E_FORECAST_TARGET, E_FORECAST_HISTORY
 *
 * @example
 * const rows = requireRows(learner, window, ['log-variance'])
 */
export function requireRows(
  learner: Pick<Learner, 'name' | 'minimumRows'>,
  window: TrainingWindow,
  targets: readonly ForecastTarget[],
): Int32Array {
  checkTarget(window.target)
  const { kind } = window.target
  if (!targets.includes(kind))
    throw new UserError('E_FORECAST_TARGET', `${learner.name} does not forecast ${kind}`, {
      hint: `it forecasts ${targets.join(' and ')}`,
      facts: { model: learner.name, target: kind },
    })
  const rows = fitRows(window)
  if (rows.length >= learner.minimumRows) return rows
  throw tooShort(learner.name, rows.length, learner.minimumRows)
}

/**
 * The error of a history with too few rows.
 *
 * @example
 * throw tooShort('har', 12, 80)
 */
export function tooShort(name: string, rows: number, needed: number): UserError {
  return new UserError(
    'E_FORECAST_HISTORY',
    `${name} needs ${needed} epochs with a full history before them and an outcome after; there are ${rows}`,
    {
      hint: 'give a longer series, or one with fewer gaps',
      facts: { model: name, rows, needed },
    },
  )
}
