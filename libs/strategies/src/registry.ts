import { nearestName, UserError } from '@tickwise/amm'
import { feeLvr } from './built-in/fee-lvr.ts'
import { fullRange } from './built-in/full-range.ts'
import { hold } from './built-in/hold.ts'
import { passive } from './built-in/passive.ts'
import { recentre } from './built-in/recentre.ts'
import { staticRange } from './built-in/static-range.ts'
import { trendSkew } from './built-in/trend-skew.ts'
import { volatilityBand } from './built-in/volatility-band.ts'
import type { Strategy } from './strategy.ts'

/** The built-in strategies, simplest first. */
export const strategies: readonly Strategy[] = [
  hold,
  fullRange,
  staticRange,
  recentre,
  passive,
  volatilityBand,
  trendSkew,
  feeLvr,
]

/**
 * A built-in strategy by name.
 *
 * @throws UserError `E_STRATEGY_UNKNOWN` naming the nearest one
 *
 * @example
 * findStrategy('recentre').title
 */
export function findStrategy(name: string): Strategy {
  const found = strategies.find((strategy) => strategy.name === name)
  if (found !== undefined) return found
  const names = strategies.map((strategy) => strategy.name)
  const nearest = nearestName(name, names)
  throw new UserError('E_STRATEGY_UNKNOWN', `there is no strategy "${name}"`, {
    hint: nearest === undefined ? `built in are ${names.join(', ')}` : `did you mean ${nearest}?`,
    facts: { strategy: name },
  })
}
