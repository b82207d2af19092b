import { CancelledError, TickwiseError, UserError } from '@tickwise/amm'
import { checkDecision, type Decision, type Strategy } from '@tickwise/strategies'
import { placeFacts, placeOfText, placeOfThrown, type LoadedSources } from './source-place.ts'
import { withFacts } from './with-facts.ts'

/**
 * The same strategy, whose faults say where in its file they are: what its functions throw, and what they
 * return that is no decision.
 *
 * @param file absolute path of its file
 */
export function guardStrategy(strategy: Strategy, file: string, sources: LoadedSources): Strategy {
  const guarded = <T>(name: string, run: () => T): T => {
    try {
      return run()
    } catch (error) {
      throw faultOf(error, name, strategy.name, file, sources)
    }
  }
  const { forecasts } = strategy
  return {
    ...strategy,
    warmupSeconds: (params) => guarded('warmupSeconds', () => strategy.warmupSeconds(params)),
    ...(forecasts === undefined
      ? {}
      : { forecasts: (params) => guarded('forecasts', () => forecasts.call(strategy, params)) }),
    decide: (view, vault, params) =>
      guarded('decide', () => {
        const decision = strategy.decide(view, vault, params)
        requireDecision(decision)
        checkDecision(decision, view.spec.tickSpacing)
        return decision
      }),
  }
}

function faultOf(
  error: unknown,
  name: string,
  strategy: string,
  file: string,
  sources: LoadedSources,
): unknown {
  if (error instanceof CancelledError) return error
  const place =
    placeOfThrown(error, sources) ??
    placeOfText(file, new RegExp(`\\b${name}\\b\\s*[:(=]`), sources)
  const facts = placeFacts(place, sources)
  if (error instanceof TickwiseError) return withFacts(error, facts)
  const kind = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new UserError('E_STRATEGY_THROWS', `${name} of ${strategy} threw ${kind}`, {
    hint: 'mend the line; npx tsc --noEmit finds what types can tell',
    facts,
    ...(place === undefined ? { cause: error } : {}),
  })
}

/** Whether something is a decision as far as its shape goes; what it says is checked after. */
function requireDecision(value: unknown): asserts value is Decision {
  const wrong = shapeFault(value)
  if (wrong === undefined) return
  throw new UserError('E_DECISION', `the decision ${wrong}`, {
    hint: "return hold('why'), or { kind: 'rebalance', swap: 'to-ratio', ranges: [{ tickLower, tickUpper, weightBps }], reason }",
  })
}

function shapeFault(value: unknown): string | undefined {
  if (value === undefined) return 'is undefined: a path through decide returns nothing'
  if (value instanceof Promise) return 'is a promise: decide must not be async'
  if (typeof value !== 'object' || value === null) return `is ${JSON.stringify(value)}, no object`
  const { kind, reason, swap, ranges } = value as Readonly<Record<string, unknown>>
  if (kind !== 'hold' && kind !== 'rebalance') {
    return `has the kind ${JSON.stringify(kind)}, which is neither hold nor rebalance`
  }
  if (typeof reason !== 'string') return 'has no reason, a text'
  if (kind === 'hold') return undefined
  if (swap !== 'to-ratio' && swap !== 'none') {
    return `has swap ${JSON.stringify(swap)}, which is neither to-ratio nor none`
  }
  if (!Array.isArray(ranges)) return 'has no ranges, a list'
  const strange = ranges.find((range) => !isRange(range)) as unknown
  return strange === undefined
    ? undefined
    : `has a range ${JSON.stringify(strange)} that is not { tickLower, tickUpper, weightBps }, all numbers`
}

function isRange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const range = value as Readonly<Record<string, unknown>>
  return ['tickLower', 'tickUpper', 'weightBps'].every((key) => typeof range[key] === 'number')
}
