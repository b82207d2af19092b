import { UserError } from '@tickwise/amm'
import { leastSquares } from '../numerics/least-squares.ts'
import type { Feature } from '../oracle/feature-spec.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import { labelsOf } from '../targets/labels.ts'
import { featureColumn } from './feature-columns.ts'
import type { FittedModel, TrainingWindow } from './model.ts'

/** A forecast that is intercept + Σ coefficient · raw feature, in the target's unit. */
export interface LinearForm {
  readonly features: readonly Feature[]
  /** Target's unit per unit of the raw feature, an integer of the feature specification. */
  readonly coefficients: readonly number[]
  readonly intercept: number
}

/**
 * Least squares of the labels on features.
 *
 * @example
 * const model = fitLinear('har', features, window, rows)
 */
export function fitLinear(
  name: string,
  features: readonly Feature[],
  window: TrainingWindow,
  rows: Int32Array,
): FittedModel {
  const { series, target } = window
  const columns = features.map((feature) => featureColumn(series, feature, rows))
  const fit = leastSquares(columns, labelsOf(series, target, rows))
  return restoreLinear({
    name,
    form: 'linear',
    target: target.kind,
    horizonEpochs: target.horizonEpochs,
    features: features.map(({ kind, window: epochs }) => ({ kind, window: epochs })),
    coefficients: [...fit.coefficients],
    intercept: fit.intercept,
    ridge: fit.ridge,
  })
}

/**
 * The linear model with these parameters.
 *
 * @throws UserError E_FORECAST_PARAMETERS when they are not those of a linear model.
 *
 * @example
 * restoreLinear(model.parameters).predict(series, rows)
 */
export function restoreLinear(parameters: FittedModel['parameters']): FittedModel {
  const form = readForm(parameters)
  return {
    name: String(parameters['name']),
    parameters,
    predict: (series, rows) => predictLinear(form, series, rows),
  }
}

/**
 * A linear model's features and coefficients, from which a `qmlp/1` file without hidden layers is made.
 *
 * @throws UserError E_FORECAST_PARAMETERS for a model of another form.
 *
 * @example
 * const { features, coefficients, intercept } = linearForm(har)
 */
export function linearForm(model: Pick<FittedModel, 'parameters'>): LinearForm {
  return readForm(model.parameters)
}

function readForm(parameters: FittedModel['parameters']): LinearForm {
  const { form, features, coefficients, intercept } = parameters
  const isLinear =
    form === 'linear' &&
    Array.isArray(features) &&
    Array.isArray(coefficients) &&
    features.length === coefficients.length &&
    typeof intercept === 'number'
  if (isLinear)
    return {
      features: features as readonly Feature[],
      coefficients: coefficients as readonly number[],
      intercept,
    }
  throw new UserError('E_FORECAST_PARAMETERS', 'these are not the parameters of a linear model', {
    hint: 'only har, har-hour and drift-ar are linear in features of the oracle',
    facts: { name: String(parameters['name']) },
  })
}

function predictLinear(form: LinearForm, series: EpochSeries, rows: Int32Array): Float64Array {
  const forecast = new Float64Array(rows.length).fill(form.intercept)
  form.features.forEach((feature, a) => {
    const column = featureColumn(series, feature, rows)
    const coefficient = form.coefficients[a] ?? NaN
    for (let i = 0; i < forecast.length; i++) {
      forecast[i] = (forecast[i] ?? NaN) + coefficient * (column[i] ?? NaN)
    }
  })
  return forecast
}
