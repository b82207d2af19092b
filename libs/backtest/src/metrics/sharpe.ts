import { average, moments } from './moments.ts'
import { normalCdf, normalQuantile } from './normal.ts'

const EULER_MASCHERONI = 0.5772156649015329

/**
 * Mean return over its sample standard deviation, per interval, risk-free rate 0; `null` when the
 * returns are fewer than two or do not vary. Times √(intervals per year) it is the annual figure.
 *
 * Source: Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21(1), 1994.
 *
 * @example
 * sharpeRatio([0.01, 0.03]) // 1.414…
 */
export function sharpeRatio(returns: readonly number[]): number | null {
  const sample = moments(returns)
  return sample === null ? null : sample.mean / sample.standardDeviation
}

/**
 * Mean return over the downside deviation √(Σ min(r, 0)² / n), per interval, target 0; `null` for
 * fewer than two returns or when none is negative.
 *
 * Source: Sortino & Price, "Performance Measurement in a Downside Risk Framework", Journal of
 * Investing 3(3), 1994.
 *
 * @example
 * sortinoRatio([0.02, -0.01]) // 0.707…
 */
export function sortinoRatio(returns: readonly number[]): number | null {
  if (returns.length < 2) return null
  const downside = Math.sqrt(average(returns.map((r) => Math.min(r, 0) ** 2)))
  return downside > 0 ? average(returns) / downside : null
}

/** What the probabilistic Sharpe ratio needs to know of a track record; Sharpe ratios per interval. */
export interface TrackRecord {
  readonly sharpe: number
  readonly observations: number
  readonly skewness: number
  /** Not excess: 3 for a normal distribution. */
  readonly kurtosis: number
}

/**
 * Probability that the true Sharpe ratio exceeds `benchmarkSharpe`, given the length, skewness and
 * kurtosis of the record. `null` when the record is shorter than two or its moments make the
 * estimator's variance negative.
 *
 * Source: Bailey & López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2), 2012.
 *
 * @example
 * probabilisticSharpe({ sharpe: 0.1, observations: 250, skewness: 0, kurtosis: 3 }, 0)
 */
export function probabilisticSharpe(record: TrackRecord, benchmarkSharpe: number): number | null {
  const { sharpe, observations, skewness, kurtosis } = record
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2
  if (observations < 2 || !(variance > 0)) return null
  return normalCdf(((sharpe - benchmarkSharpe) * Math.sqrt(observations - 1)) / Math.sqrt(variance))
}

/**
 * Sharpe ratio that the best of `trials` independent trials without skill is expected to show, when
 * the trials' Sharpe ratios have variance `sharpeVariance` (per interval). One trial: 0.
 *
 * Source: Bailey & López de Prado, "The Deflated Sharpe Ratio", Journal of Portfolio Management
 * 40(5), 2014, eq. 1.
 *
 * @example
 * expectedMaximumSharpe(100, 0.5 / 250) // 0.1132
 */
export function expectedMaximumSharpe(trials: number, sharpeVariance: number): number {
  if (trials <= 1) return 0
  const best = (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials)
  const secondOrder = EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E))
  return Math.sqrt(sharpeVariance) * (best + secondOrder)
}

/**
 * Probability that the chosen strategy has skill after counting how many were tried: the
 * probabilistic Sharpe ratio against {@link expectedMaximumSharpe}.
 *
 * Source: as {@link expectedMaximumSharpe}, eq. 2.
 *
 * @example
 * deflatedSharpe(record, { trials: 100, sharpeVariance: 0.5 / 250 })
 */
export function deflatedSharpe(
  record: TrackRecord,
  search: { readonly trials: number; readonly sharpeVariance: number },
): number | null {
  return probabilisticSharpe(record, expectedMaximumSharpe(search.trials, search.sharpeVariance))
}
