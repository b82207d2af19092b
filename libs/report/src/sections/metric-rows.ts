import type { BacktestResult } from '@tickwise/backtest'
import {
  formatChange,
  formatFixed,
  formatShare,
  formatSmallShare,
  NOTHING,
} from '../format/number.ts'
import { formatSpan } from '../format/time.ts'
import { points } from './headline.ts'

type Metrics = BacktestResult['metrics']

/** A metric with its name and how it is told. */
export interface MetricRow {
  readonly name: string
  readonly told: (result: BacktestResult) => string
  /** The metric that it is, where it is one of a run's. */
  readonly metric?: keyof Metrics
  /** The bare number, where two runs can be compared by it. */
  readonly number?: (metrics: Metrics) => number | null
  /** How a difference of two is told. */
  readonly difference?: (value: number) => string
}

const change = (name: string, key: keyof Metrics): MetricRow => ({
  name,
  metric: key,
  told: ({ metrics }) => formatChange(metrics[key]),
  number: (metrics) => metrics[key],
  difference: points,
})
const share = (name: string, key: keyof Metrics): MetricRow => ({
  name,
  metric: key,
  told: ({ metrics }) => formatShare(metrics[key]),
  number: (metrics) => metrics[key],
  difference: points,
})
const plain = (name: string, key: keyof Metrics, digits = 2): MetricRow => ({
  name,
  metric: key,
  told: ({ metrics }) => formatFixed(metrics[key], digits),
  number: (metrics) => metrics[key],
  difference: (value) => `${value > 0 ? '+' : ''}${formatFixed(value, digits)}`,
})

/** Every metric of a run in the order in which reports show them. */
export const metricRows: readonly MetricRow[] = [
  change('return', 'totalReturn'),
  change('HODL return', 'hodlReturn'),
  {
    ...change('return beyond HODL', 'excessReturn'),
    told: ({ metrics }) => points(metrics.excessReturn),
  },
  change('return a year', 'annualisedReturn'),
  share('fees a year (APR on mean value)', 'feeApr'),
  change('fees less LVR', 'feesMinusLvr'),
  {
    name: 'divergence against HODL',
    metric: 'divergenceLoss',
    told: ({ metrics }) =>
      formatChange(metrics.divergenceLoss === null ? null : -metrics.divergenceLoss),
    number: ({ divergenceLoss }) => (divergenceLoss === null ? null : -divergenceLoss),
    difference: points,
  },
  share('volatility a year', 'volatility'),
  plain('Sharpe ratio a year', 'sharpe'),
  share('probability that it is above 0', 'probabilisticSharpe'),
  plain('Sortino ratio a year', 'sortino'),
  plain('Calmar ratio', 'calmar'),
  share('deepest drawdown', 'maxDrawdown'),
  {
    name: 'its length',
    told: ({ metrics: { maxDrawdownSeconds } }) =>
      maxDrawdownSeconds === null ? NOTHING : formatSpan(maxDrawdownSeconds),
  },
  share('value at risk per interval (95 %)', 'valueAtRisk95'),
  share('expected shortfall per interval (95 %)', 'conditionalValueAtRisk95'),
  change('alpha against HODL a year', 'alpha'),
  plain('beta against HODL', 'beta'),
  share('time in range', 'timeInRange'),
  plain('rebalances', 'rebalances', 0),
  plain('turnover of own swaps (× mean value)', 'turnover'),
  share('gas, share of fees', 'gasShare'),
  {
    name: 'share of the liquidity in range, mean',
    told: ({ capacity }) => formatSmallShare(capacity.meanLiquidityShare),
  },
  {
    name: 'share of the liquidity in range, most',
    told: ({ capacity }) => formatSmallShare(capacity.maxLiquidityShare),
  },
]
