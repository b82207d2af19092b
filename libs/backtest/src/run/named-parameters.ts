import {
  describeParameters,
  type ParameterSchema,
  type ParameterValue,
  type Strategy,
} from '@tickwise/strategies'

/** Came to strategies after runs had been named. */
const LATER_PARAMETER = 'model'

/**
 * The parameters that a run is named by. `model` at its default is left out, so that a run without a
 * model keeps the id it had before there were any; a set of parameters still has one name, and a name one set.
 */
export function namedParameters<S extends ParameterSchema>(
  strategy: Strategy<S>,
  parameters: Readonly<Record<string, ParameterValue>>,
): Readonly<Record<string, ParameterValue>> {
  if (strategy.forecasts === undefined) return parameters
  const described = describeParameters(strategy)
  const later = described.find(({ name }) => name === LATER_PARAMETER)
  if (later === undefined || parameters[LATER_PARAMETER] !== later.default) return parameters
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== LATER_PARAMETER))
}
