import { nearestName, UserError } from '@tickwise/amm'
import { z } from 'zod'
import type { ParameterSchema, Strategy } from './strategy.ts'

export type ParameterValue = string | number | boolean

/** One parameter as documentation and forms show it. */
export interface ParameterDescription {
  readonly name: string
  readonly type: 'integer' | 'number' | 'boolean' | 'string'
  readonly description: string
  readonly default?: ParameterValue
  readonly minimum?: number
  readonly maximum?: number
  readonly choices?: readonly string[]
}

/**
 * The parameters of a strategy with defaults and ranges, in the order it declares them.
 *
 * @example
 * describeParameters(findStrategy('recentre')).map(({ name }) => name)
 */
export function describeParameters(strategy: {
  readonly parameters: ParameterSchema
}): ParameterDescription[] {
  const { properties } = describedObject.parse(z.toJSONSchema(strategy.parameters, { io: 'input' }))
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: property.type,
    description: property.description,
    ...(property.default === undefined ? {} : { default: property.default }),
    ...withinSafeIntegers(property.minimum, 'minimum'),
    ...withinSafeIntegers(property.maximum, 'maximum'),
    ...(property.enum === undefined ? {} : { choices: property.enum }),
  }))
}

const describedObject = z.object({
  properties: z.record(
    z.string(),
    z.object({
      type: z.enum(['integer', 'number', 'boolean', 'string']),
      description: z.string().default(''),
      default: z.union([z.string(), z.number(), z.boolean()]).optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      enum: z.array(z.string()).optional(),
    }),
  ),
})

/** Zod bounds every integer by ±(2^53 − 1); that is no range worth showing. */
function withinSafeIntegers(
  bound: number | undefined,
  key: 'minimum' | 'maximum',
): Partial<Record<typeof key, number>> {
  return bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? {} : { [key]: bound }
}

/**
 * Parameters of a strategy from names and values as typed on a command line or found in a file;
 * what is not given gets its default. Text is read by the parameter's type.
 *
 * @throws UserError `E_PARAMETER_UNKNOWN` naming the nearest known one; `E_PARAMETER_VALUE` naming
 * the range
 *
 * @example
 * parseParameters(findStrategy('recentre'), { halfWidthTicks: '500', swap: 'false' })
 */
export function parseParameters<S extends ParameterSchema>(
  strategy: Strategy<S>,
  values: Readonly<Record<string, ParameterValue>>,
): z.output<S> {
  const known = describeParameters(strategy)
  const input: Record<string, ParameterValue> = {}
  for (const [name, value] of Object.entries(values)) {
    const parameter = known.find((candidate) => candidate.name === name)
    if (parameter === undefined) throw unknownParameter(strategy.name, name, known)
    input[name] = readValue(parameter, value)
  }
  const parsed = strategy.parameters.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0] ?? '')
  const parameter = known.find((candidate) => candidate.name === name)
  if (parameter === undefined) {
    throw new UserError('E_PARAMETER_VALUE', `the parameters do not fit: ${issue?.message ?? ''}`, {
      hint: `see tickwise strategies show ${strategy.name}`,
    })
  }
  throw badValue(parameter, input[name] ?? '')
}

function readValue(parameter: ParameterDescription, value: ParameterValue): ParameterValue {
  if (typeof value !== 'string' || parameter.type === 'string') return value
  const text = value.trim()
  if (parameter.type === 'boolean') {
    if (text === 'true') return true
    if (text === 'false') return false
    throw badValue(parameter, value)
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw badValue(parameter, value)
  return Number(text)
}

function unknownParameter(
  strategy: string,
  name: string,
  known: readonly ParameterDescription[],
): UserError {
  const names = known.map((parameter) => parameter.name)
  const nearest = nearestName(name, names)
  return new UserError('E_PARAMETER_UNKNOWN', `strategy "${strategy}" has no parameter "${name}"`, {
    hint: nearest === undefined ? `it has ${names.join(', ')}` : `did you mean ${nearest}?`,
    facts: { strategy, parameter: name },
  })
}

function badValue(parameter: ParameterDescription, value: ParameterValue): UserError {
  const { name } = parameter
  return new UserError('E_PARAMETER_VALUE', `parameter ${name} cannot be ${String(value)}`, {
    hint: `it must be ${allowedValues(parameter)}`,
    facts: { parameter: name, value: String(value) },
  })
}

/**
 * The values a parameter may have, in words.
 * @example allowedValues({ name: 'n', type: 'integer', description: '', minimum: 1, maximum: 9 }) // 'an integer from 1 to 9'
 */
export function allowedValues(parameter: ParameterDescription): string {
  const { type, minimum, maximum, choices } = parameter
  if (choices !== undefined) return `one of ${choices.join(', ')}`
  if (type === 'boolean') return 'true or false'
  if (type === 'string') return 'a text'
  const noun = type === 'integer' ? 'an integer' : 'a number'
  if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`
  if (minimum !== undefined) return `${noun} of at least ${minimum}`
  return maximum === undefined ? noun : `${noun} of at most ${maximum}`
}
