import {
  moments,
  normalQuantile,
  sampleEvenly,
  sharpeRatio,
  simpleReturns,
  type BacktestResult,
  type TrackRecord,
} from '@tickwise/backtest'

/**
 * The even returns of a run as the Sharpe tests take them, per interval; `undefined` when there are too
 * few or they do not vary. The probabilistic Sharpe ratio of it is the run's own metric.
 *
 * @example
 * probabilisticSharpe(trackRecord(result)!, 0) // result.metrics.probabilisticSharpe
 */
export function trackRecord({ equity, metrics }: BacktestResult): TrackRecord | undefined {
  const nav = equity.map(({ timestamp, nav }) => ({ timestamp, value: Number(nav) }))
  const returns = simpleReturns(sampleEvenly(nav, metrics.intervalSeconds)) ?? []
  const sample = moments(returns)
  const sharpe = sharpeRatio(returns)
  if (sample === null || sharpe === null) return undefined
  const { count, skewness, kurtosis } = sample
  return { sharpe, observations: count, skewness, kurtosis }
}

/**
 * Intervals that a record like this one needs until its Sharpe ratio is above 0 with 95 % probability;
 * `undefined` when it is not above 0.
 *
 * Source: Bailey & López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2), 2012.
 */
export function shortestConvincingRecord(record: TrackRecord): number | undefined {
  const { sharpe, skewness, kurtosis } = record
  if (!(sharpe > 0)) return undefined
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2
  return variance > 0 ? 1 + variance * (normalQuantile(0.95) / sharpe) ** 2 : undefined
}
