import { UserError } from '@tickwise/amm'
import { forecastTargets } from '../qmlp/model-file.ts'
import type { ForecastTarget } from '../qmlp/model-file.ts'
import type { FittedModel } from './model.ts'

/** Typed access to a model's parameters. */
export interface ParameterReader {
  number(key: string): number
  numbers(key: string): readonly number[]
  text(key: string): string
  target(): ForecastTarget
}

/**
 * Reads parameters that may come from a file; each read fails by name.
 *
 * @throws UserError E_FORECAST_PARAMETERS on a read of what is missing or of another type.
 *
 * @example
 * readParameters(model.parameters).number('decay')
 */
export function readParameters(parameters: FittedModel['parameters']): ParameterReader {
  const number = (key: string): number => {
    const value = parameters[key]
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw wrong(key, value)
  }
  const numbers = (key: string): readonly number[] => {
    const value = parameters[key]
    if (Array.isArray(value) && value.every((item) => Number.isFinite(item)))
      return value as readonly number[]
    throw wrong(key, value)
  }
  const text = (key: string): string => {
    const value = parameters[key]
    if (typeof value === 'string') return value
    throw wrong(key, value)
  }
  const target = (): ForecastTarget => {
    const value = parameters['target']
    const found = forecastTargets.find((known) => known === value)
    if (found !== undefined) return found
    throw wrong('target', value)
  }
  return { number, numbers, text, target }
}

function wrong(key: string, value: unknown): UserError {
  return new UserError('E_FORECAST_PARAMETERS', `the model parameter ${key} is ${String(value)}`, {
    hint: 'fit the model again',
    facts: { key },
  })
}
