import { chiSquareUpper } from '../statistics/chi-square.ts'

/** A likelihood ratio and the probability of a larger one when the forecast is right. */
export interface LikelihoodRatio {
  readonly statistic: number
  readonly pValue: number
}

/**
 * Kupiec's proportion-of-failures test: are `misses` of `trials` what a miss rate of `missRate` gives? Large
 * samples, independent trials.
 *
 * Source: Kupiec, "Techniques for Verifying the Accuracy of Risk Measurement Models", Journal of
 * Derivatives 3(2), 1995.
 *
 * @example
 * kupiecTest(20, 252, 0.05).statistic // 3.91
 */
export function kupiecTest(misses: number, trials: number, missRate: number): LikelihoodRatio {
  const hits = trials - misses
  const free = logLikelihood(hits, misses, misses / trials)
  return likelihoodRatio(free - logLikelihood(hits, misses, missRate), 1)
}

/**
 * Christoffersen's test of independence: is a miss as likely after a miss as after a hit? `misses` holds 1
 * for a miss and 0 for a hit, in time order.
 *
 * Source: Christoffersen, "Evaluating Interval Forecasts", International Economic Review 39(4), 1998.
 *
 * @example
 * christoffersenIndependence([0, 1, 0, 0, 1, 1]).pValue
 */
export function christoffersenIndependence(misses: ArrayLike<number>): LikelihoodRatio {
  const { hitHit, hitMiss, missHit, missMiss } = transitions(misses)
  const toMiss = hitMiss + missMiss
  const toHit = hitHit + missHit
  const markov =
    logLikelihood(hitHit, hitMiss, hitMiss / (hitHit + hitMiss)) +
    logLikelihood(missHit, missMiss, missMiss / (missHit + missMiss))
  return likelihoodRatio(markov - logLikelihood(toHit, toMiss, toMiss / (toHit + toMiss)), 1)
}

/**
 * Christoffersen's test of conditional coverage: the right miss rate and independence at once (the sum of
 * both statistics, two degrees of freedom).
 *
 * Source: as {@link christoffersenIndependence}.
 *
 * @example
 * christoffersenCoverage(misses, 0.1).pValue
 */
export function christoffersenCoverage(
  misses: ArrayLike<number>,
  missRate: number,
): LikelihoodRatio {
  let count = 0
  for (let i = 0; i < misses.length; i++) count += misses[i] ?? 0
  const statistic =
    kupiecTest(count, misses.length, missRate).statistic +
    christoffersenIndependence(misses).statistic
  return { statistic, pValue: chiSquareUpper(statistic, 2) }
}

function transitions(misses: ArrayLike<number>) {
  const count = { hitHit: 0, hitMiss: 0, missHit: 0, missMiss: 0 }
  for (let i = 1; i < misses.length; i++) {
    const [before, now] = [misses[i - 1] === 1, misses[i] === 1]
    if (before) count[now ? 'missMiss' : 'missHit']++
    else count[now ? 'hitMiss' : 'hitHit']++
  }
  return count
}

/** 0 · ln 0 is 0: what did not happen says nothing. */
function logLikelihood(hits: number, misses: number, missRate: number): number {
  return (
    (hits === 0 ? 0 : hits * Math.log1p(-missRate)) +
    (misses === 0 ? 0 : misses * Math.log(missRate))
  )
}

function likelihoodRatio(logRatio: number, degrees: number): LikelihoodRatio {
  const statistic = Math.max(0, 2 * logRatio)
  return { statistic, pValue: chiSquareUpper(statistic, degrees) }
}
