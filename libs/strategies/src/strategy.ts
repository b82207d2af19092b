import { UserError } from '@tickwise/amm'
import { z } from 'zod'
import type { Decision } from './decision.ts'
import type { DecisionView } from './forecasts/decision-view.ts'
import type { ForecastRequest } from './forecasts/forecast.ts'
import type { VaultView } from './vault-view.ts'

/** The parameter every strategy has: how often it decides. */
export const decisionStep = {
  epochSeconds: z
    .number()
    .int()
    .min(60)
    .max(604_800)
    .default(3600)
    .describe('seconds between decisions'),
}

/** Shape of a strategy's parameters: a zod object that holds {@link decisionStep}. */
export type ParameterSchema = z.ZodObject<typeof decisionStep>

/**
 * A liquidity strategy: a pure function of what it is given, with declared parameters.
 *
 * `decide` must depend on its three arguments alone: `check lookahead` and `check determinism` run it
 * again on data cut at each decision and compare bytes. The other functions depend on the parameters.
 */
export interface Strategy<S extends ParameterSchema = ParameterSchema> {
  /** Lower-case words joined by hyphens. */
  readonly name: string
  /** One line for lists. */
  readonly title: string
  /** Each parameter with default, range and description. */
  readonly parameters: S
  /** Seconds of history it needs before its first decision. */
  warmupSeconds(params: z.output<S>): number
  /**
   * The forecasts that `decide` may ask its view for; none when absent. Each is made before every decision,
   * by whoever runs the strategy.
   */
  forecasts?(params: z.output<S>): readonly ForecastRequest[]
  decide(view: DecisionView, vault: VaultView, params: z.output<S>): Decision
}

/**
 * Checks and returns a strategy; the way to write one in a file of your own.
 *
 * @throws UserError `E_STRATEGY_DEFINITION` when the name is not lower-case words joined by hyphens,
 * a parameter lacks a description, or the defaults do not form a valid set of parameters
 *
 * @example
 * export default defineStrategy({
 *   name: 'always-wide',
 *   title: 'ten thousand ticks to each side, placed once',
 *   parameters: z.object({ ...decisionStep }),
 *   warmupSeconds: () => 0,
 *   decide: (view, vault) =>
 *     vault.positions.length > 0
 *       ? hold('placed')
 *       : {
 *           kind: 'rebalance',
 *           swap: 'to-ratio',
 *           ranges: [{ ...rangeAround(view.tick, 10_000, view.spec.tickSpacing), weightBps: 10_000 }],
 *           reason: 'first placement',
 *         },
 * })
 */
export function defineStrategy<S extends ParameterSchema>(definition: Strategy<S>): Strategy<S> {
  const { name, parameters } = definition
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw badDefinition(name, 'its name must be lower-case words joined by hyphens')
  }
  for (const [parameter, schema] of Object.entries<z.ZodType>(parameters.shape)) {
    if (!schema.description) throw badDefinition(name, `parameter ${parameter} has no description`)
  }
  if (!parameters.safeParse({}).success) {
    throw badDefinition(name, 'every parameter needs a valid default')
  }
  return definition
}

function badDefinition(name: string, why: string): UserError {
  return new UserError('E_STRATEGY_DEFINITION', `strategy "${name}" is not well defined: ${why}`, {
    hint: 'compare with a built-in strategy: tickwise strategies show recentre',
  })
}
