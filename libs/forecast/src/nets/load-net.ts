import { denseModel, gruModel } from './fitted-net.ts'
import type { DenseNetModel, GruModel } from './fitted-net.ts'
import { readNetParameters } from './net-parameters.ts'

/**
 * The net that parameters describe, as it was when it was fitted: the same forecasts to the last bit.
 *
 * @throws UserError E_MODEL_PARAMETERS
 *
 * @example
 * loadNet(JSON.parse(weightsText)).predict(series, rows)
 */
export function loadNet(parameters: unknown): DenseNetModel | GruModel {
  const stored = readNetParameters(parameters)
  return stored.net === 'dense'
    ? denseModel(stored.name, stored.form)
    : gruModel(stored.name, stored.form)
}
