import { nearestName, UserError } from '@tickwise/amm'
import {
  allowedValues,
  describeParameters,
  type ParameterDescription,
  type ParameterValue,
  type Strategy,
} from '@tickwise/strategies'

/** One parameter of a grid and the values it takes, in order. */
export interface GridAxis {
  readonly name: string
  readonly values: readonly ParameterValue[]
}

/** One point of a grid. */
export type GridPoint = Readonly<Record<string, ParameterValue>>

/** Runs that one sweep may have. */
const mostPoints = 100_000

/** Values of a range that is given without a step. */
const rangeValues = 5

/**
 * Reads a grid as it is typed: parameters by commas, each with values (`1,2,5`), ranges with a step
 * (`1000..4000:500`) or without (five values), or `*` for all that the strategy's schema allows.
 *
 * @throws UserError E_GRID, E_PARAMETER_UNKNOWN naming the nearest, E_PARAMETER_VALUE naming the range
 * @example
 * parseGrid('halfWidthTicks=500..1500:500,swap=*', findStrategy('recentre')) // six points
 */
export function parseGrid(
  texts: readonly string[],
  strategy: Pick<Strategy, 'name' | 'parameters'>,
): readonly GridAxis[] {
  const known = describeParameters(strategy)
  const axes = texts.flatMap(splitAxes).map(({ name, values }) => {
    const parameter = known.find((candidate) => candidate.name === name)
    if (parameter === undefined) throw unknownParameter(strategy.name, name, known)
    return { name, values: axisValues(parameter, values) }
  })
  const repeated = axes.find(({ name }, i) => axes.findIndex((axis) => axis.name === name) < i)
  if (repeated !== undefined) throw badGrid(`it names ${repeated.name} twice`)
  if (axes.length === 0) throw badGrid('it has no parameter')
  const points = axes.reduce((count, { values }) => count * values.length, 1)
  if (points > mostPoints) {
    throw badGrid(`it has ${points.toLocaleString('en-US')} points, more than ${mostPoints}`)
  }
  return axes
}

/**
 * The values that a parameter of a grid takes, each once, in the order in which they are typed.
 *
 * @param texts values, ranges or `*`, without their commas
 * @throws UserError E_GRID, E_PARAMETER_VALUE naming the range
 * @example
 * axisValues({ name: 'n', type: 'integer', description: '' }, ['1..3:1', '7']) // [1, 2, 3, 7]
 */
export function axisValues(
  parameter: ParameterDescription,
  texts: readonly string[],
): readonly ParameterValue[] {
  return [...new Set(texts.flatMap((text) => expand(parameter, text)))]
}

/** Every combination; the last parameter changes fastest. */
export function gridPoints(axes: readonly GridAxis[]): readonly GridPoint[] {
  return axes.reduce<readonly GridPoint[]>(
    (points, { name, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  )
}

function splitAxes(text: string): readonly { readonly name: string; readonly values: string[] }[] {
  const axes: { readonly name: string; readonly values: string[] }[] = []
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const at = part.indexOf('=')
    const last = axes.at(-1)
    if (at > 0) axes.push({ name: part.slice(0, at), values: [part.slice(at + 1)] })
    else if (last !== undefined && at < 0) last.values.push(part)
    else throw badGrid(`"${part}" names no parameter`)
  }
  return axes
}

function expand(parameter: ParameterDescription, text: string): readonly ParameterValue[] {
  if (text === '*') return wholeRange(parameter)
  if (parameter.type === 'string') return [checked(parameter, text)]
  if (parameter.type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw badValue(parameter, text)
    return [text === 'true']
  }
  const range = /^(.+?)\.\.(.+?)(?::(.+))?$/.exec(text)
  if (range === null) return [checked(parameter, numberOf(parameter, text))]
  const [, from = '', to = '', step] = range
  const [low, high] = [numberOf(parameter, from), numberOf(parameter, to)]
  if (low > high) throw badGrid(`the range ${text} ends before it begins`)
  return steps(
    parameter,
    low,
    high,
    step === undefined ? undefined : numberOf(parameter, step),
  ).map((value) => checked(parameter, value))
}

function steps(
  { type }: ParameterDescription,
  low: number,
  high: number,
  step: number | undefined,
): readonly number[] {
  if (step !== undefined && step <= 0) throw badGrid(`the step ${step} leads nowhere`)
  const count =
    step === undefined
      ? Math.min(rangeValues, type === 'integer' ? high - low + 1 : rangeValues)
      : Math.floor((high - low) / step + 1e-9) + 1
  if (count > mostPoints) throw badGrid(`the range has ${count} values, more than ${mostPoints}`)
  const gap = step ?? (count > 1 ? (high - low) / (count - 1) : 0)
  return Array.from({ length: count }, (_, i) => {
    const value = low + i * gap
    // Sums of decimals such as 0.1 are meant to be decimals.
    return type === 'integer' && step === undefined
      ? Math.round(value)
      : Number(value.toPrecision(12))
  })
}

function wholeRange(parameter: ParameterDescription): readonly ParameterValue[] {
  const { name, type, minimum, maximum, choices } = parameter
  if (choices !== undefined) return choices
  if (type === 'boolean') return [false, true]
  if (type !== 'string' && minimum !== undefined && maximum !== undefined) {
    return steps(parameter, minimum, maximum, undefined)
  }
  throw badGrid(`${name} has no range of its own: it may be ${allowedValues(parameter)}`)
}

function numberOf(parameter: ParameterDescription, text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw badValue(parameter, text)
  return value
}

function checked<Value extends ParameterValue>(
  parameter: ParameterDescription,
  value: Value,
): Value {
  const { type, minimum = -Infinity, maximum = Infinity, choices } = parameter
  const fits =
    typeof value === 'number'
      ? value >= minimum && value <= maximum && (type !== 'integer' || Number.isInteger(value))
      : choices === undefined || choices.includes(String(value))
  if (!fits) throw badValue(parameter, String(value))
  return value
}

function badGrid(what: string): UserError {
  return new UserError('E_GRID', `--grid cannot be read: ${what}`, {
    hint: 'such as --grid halfWidthTicks=500..2000:500,thresholdTicks=100,200,swap=*',
  })
}

function badValue(parameter: ParameterDescription, text: string): UserError {
  return new UserError('E_PARAMETER_VALUE', `parameter ${parameter.name} cannot be ${text}`, {
    hint: `it must be ${allowedValues(parameter)}`,
    facts: { parameter: parameter.name, value: text },
  })
}

function unknownParameter(
  strategy: string,
  name: string,
  known: readonly ParameterDescription[],
): UserError {
  const names = known.map((parameter) => parameter.name)
  const nearest = nearestName(name, names)
  const described = known.find((parameter) => parameter.name === nearest)
  return new UserError('E_PARAMETER_UNKNOWN', `strategy "${strategy}" has no parameter "${name}"`, {
    hint:
      described === undefined
        ? `it has ${names.join(', ')}`
        : `did you mean ${described.name}? it may be ${allowedValues(described)}`,
    facts: { strategy, parameter: name },
  })
}
