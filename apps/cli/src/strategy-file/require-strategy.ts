import { TickwiseError, UserError } from '@tickwise/amm'
import { defineStrategy, describeParameters, type Strategy } from '@tickwise/strategies'
import type { ImportedFile } from './import-file.ts'
import { placeFacts, placeOfText } from './source-place.ts'
import { withFacts } from './with-facts.ts'

const form = 'export default defineStrategy({ name, title, parameters, warmupSeconds, decide })'

/**
 * The strategy that a file exports.
 *
 * @throws UserError `E_STRATEGY_FILE` naming what is missing; `E_STRATEGY_DEFINITION` for parameters that
 * cannot be given or have no default, both with their place
 */
export function requireStrategy(
  { exports, sources }: ImportedFile,
  file: string,
  shownName: string,
): Strategy {
  // CommonJS has the strategy itself as its exports.
  const found = exports['default'] ?? ('decide' in exports ? exports : undefined)
  const place = placeOfText(file, /export\s+default\b/, sources)
  const facts = placeFacts(place, sources)
  const wrong = faultOf(found, Object.keys(exports))
  if (wrong !== undefined) {
    throw new UserError('E_STRATEGY_FILE', `${shownName} ${wrong}`, {
      hint: `end the file with: ${form}`,
      facts,
    })
  }
  const strategy = found as Strategy
  try {
    requireDescribable(defineStrategy(strategy))
  } catch (error) {
    if (error instanceof TickwiseError) {
      const at = placeFacts(placeOfText(file, /\bparameters\s*:/, sources) ?? place, sources)
      throw withFacts(error, at)
    }
    throw error
  }
  return strategy
}

function faultOf(value: unknown, names: readonly string[]): string | undefined {
  if (value === undefined) {
    const others = names.filter((name) => name !== 'default')
    return `has no default export${others.length === 0 ? '' : `; it exports ${others.join(', ')}`}`
  }
  if (typeof value === 'function') return 'exports a function as its default, not a strategy'
  if (typeof value !== 'object' || value === null) return 'exports no strategy as its default'
  const has = value as Readonly<Record<string, unknown>>
  const kinds = {
    name: 'string',
    title: 'string',
    parameters: 'object',
    warmupSeconds: 'function',
    decide: 'function',
  } as const
  const missing = Object.entries(kinds).filter(([key, kind]) => typeof has[key] !== kind)
  if (missing.length > 0) {
    return `exports a strategy without ${missing.map(([key, kind]) => `${key} (a ${kind})`).join(', ')}`
  }
  const parameters = has['parameters'] as Readonly<Record<string, unknown>>
  if (typeof parameters['safeParse'] !== 'function' || typeof parameters['shape'] !== 'object') {
    return 'exports a strategy whose parameters are no z.object({ ...decisionStep, … })'
  }
  const shape = parameters['shape'] as Readonly<Record<string, unknown>>
  return 'epochSeconds' in shape
    ? undefined
    : 'exports a strategy without the parameter epochSeconds: begin its parameters with ...decisionStep'
}

/** Parameters have to be typed on a command line. */
function requireDescribable(strategy: Strategy): void {
  try {
    describeParameters(strategy)
  } catch (cause) {
    throw new UserError(
      'E_STRATEGY_DEFINITION',
      `strategy "${strategy.name}" has a parameter that cannot be typed on a command line`,
      { hint: 'parameters are z.number(), z.boolean(), z.string() or z.enum([…])', cause },
    )
  }
}
