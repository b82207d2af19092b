import { nearestName, UserError } from '@tickwise/amm'
import type { Metrics } from '@tickwise/backtest'

/** Figures by which runs are compared, and which of two values is better. */
const directions = {
  totalReturn: 'higher',
  annualisedReturn: 'higher',
  excessReturn: 'higher',
  hodlReturn: 'higher',
  feeApr: 'higher',
  feesMinusLvr: 'higher',
  sharpe: 'higher',
  probabilisticSharpe: 'higher',
  sortino: 'higher',
  calmar: 'higher',
  alpha: 'higher',
  timeInRange: 'higher',
  volatility: 'lower',
  maxDrawdown: 'lower',
  maxDrawdownSeconds: 'lower',
  valueAtRisk95: 'lower',
  conditionalValueAtRisk95: 'lower',
  divergenceLoss: 'lower',
  gasShare: 'lower',
  turnover: 'lower',
  rebalances: 'lower',
} as const satisfies Partial<Record<keyof Metrics, 'higher' | 'lower'>>

/** A figure by which runs are compared. */
export type RankedMetric = keyof typeof directions

/** All of them, in the order reports show them. */
export const rankedMetrics = Object.keys(directions) as readonly RankedMetric[]

/**
 * A metric by its name.
 *
 * @throws UserError E_METRIC naming the nearest
 */
export function rankedMetric(name: string): RankedMetric {
  const found = rankedMetrics.find((metric) => metric === name)
  if (found !== undefined) return found
  const nearest = nearestName(name, rankedMetrics)
  throw new UserError('E_METRIC', `there is no metric ${name}`, {
    hint: `${nearest === undefined ? '' : `did you mean ${nearest}? `}there are ${rankedMetrics.join(', ')}`,
  })
}

/** Whether a value of a metric is better than another; any is better than none. */
export function isBetter(metric: RankedMetric, value: number | null, than: number | null): boolean {
  if (value === null) return false
  if (than === null) return true
  return directions[metric] === 'higher' ? value > than : value < than
}
