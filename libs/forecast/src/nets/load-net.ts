import { UserError } from '@tickwise/amm'
import { denseModel, gruModel } from './fitted-net.ts'
import type { DenseNetModel, GruModel } from './fitted-net.ts'
import { readNetParameters } from './net-parameters.ts'

/**
 * The net that parameters describe, as it was when it was fitted: the same forecasts to the last bit.
 *
 * @throws UserError E_FORECAST_PARAMETERS
 *
 * @example
 * loadNet(JSON.parse(weightsText)).predict(series, rows)
 */
export function loadNet(parameters: unknown): DenseNetModel | GruModel {
  const stored = readNetParameters(parameters)
  return stored.form === 'dense'
    ? denseModel(stored.name, stored.net)
    : gruModel(stored.name, stored.net)
}

/**
 * As {@link loadNet}, for a feed-forward net.
 *
 * @throws UserError E_FORECAST_PARAMETERS
 *
 * @example
 * loadDenseNet(parameters).denseForm
 */
export function loadDenseNet(parameters: unknown): DenseNetModel {
  const net = loadNet(parameters)
  if ('denseForm' in net) return net
  throw new UserError('E_FORECAST_PARAMETERS', `${net.name} is not a feed-forward net`, {
    hint: 'recurrent nets have no dense form and cannot be quantised: they are attested only',
    facts: { name: net.name },
  })
}
