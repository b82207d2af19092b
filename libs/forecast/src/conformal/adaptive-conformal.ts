import { UserError } from '@tickwise/amm'
import { createResidualPool } from './residual-pool.ts'

/** How intervals are made. */
export interface ConformalOptions {
  /** α: share of outcomes that may fall outside, in (0, 1). */
  readonly missRate: number
  /** γ: how far one outcome moves the working miss rate. */
  readonly stepSize: number
  /** Residuals that quantiles are taken from, the latest ones. */
  readonly memory: number
  /** Residuals before the first interval. */
  readonly warmUp: number
}

/** 80 % intervals from the last 1000 residuals, the first after 200. */
export const defaultConformal: ConformalOptions = {
  missRate: 0.2,
  stepSize: 0.005,
  memory: 1000,
  warmUp: 200,
}

/** An interval of outcomes; an end is infinite where more certainty is asked than residuals can give. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** Intervals around forecasts that learn from what came. */
export interface AdaptiveConformal {
  /** The interval around a forecast; `null` before the warm-up is over. */
  interval(forecast: number): Interval | null
  /** Outcome at `level` of the forecast distribution; beyond the residuals, that of the outermost one. */
  quantile(forecast: number, level: number): number
  /** Place of an outcome in the forecast distribution, in (0, 1). */
  position(forecast: number, actual: number): number
  /** Learns an outcome, given the interval that was said for it. */
  observe(forecast: number, actual: number, said: Interval | null): void
  /** α(t), the working miss rate: may leave [0, 1]. */
  workingMissRate(): number
}

/**
 * Adaptive conformal inference on forecasts of a logarithm: intervals are the forecast plus quantiles of past
 * residuals at a working miss rate that moves by α(t+1) = α(t) + γ(α − err(t)). Over any T outcomes the share
 * outside differs from α by at most (max(α, 1 − α) + γ) / (γT), whatever the series does.
 *
 * Source: Gibbs & Candès, "Adaptive Conformal Inference Under Distribution Shift", NeurIPS 2021
 * (arXiv 2106.00170), eq. 2 and proposition 4.1; both tails have half of the miss rate.
 *
 * @throws UserError E_CONFORMAL_OPTIONS
 *
 * @example
 * const conformal = createAdaptiveConformal(defaultConformal)
 * const said = conformal.interval(forecast)
 * conformal.observe(forecast, actual, said) // once the outcome is known
 */
export function createAdaptiveConformal(options: ConformalOptions): AdaptiveConformal {
  checkOptions(options)
  const { missRate, stepSize, memory, warmUp } = options
  const pool = createResidualPool(memory)
  let working = missRate
  // Ranks of the n + 1 gaps between residuals: the finite-sample correction of conformal prediction.
  const lowerRank = (share: number) => Math.floor((pool.size + 1) * share)
  const upperRank = (share: number) => Math.ceil((pool.size + 1) * (1 - share))
  const interval = (forecast: number): Interval | null => {
    if (pool.size < warmUp) return null
    const tail = Math.min(0.5, working / 2)
    return {
      lower: forecast + pool.ranked(lowerRank(tail)),
      upper: forecast + pool.ranked(upperRank(tail)),
    }
  }
  return {
    interval,
    quantile: (forecast, level) => {
      const rank = level < 0.5 ? lowerRank(level) : upperRank(1 - level)
      return forecast + pool.ranked(Math.min(pool.size, Math.max(1, rank)))
    },
    position: (forecast, actual) => pool.position(actual - forecast),
    observe: (forecast, actual, said) => {
      pool.add(actual - forecast)
      if (said === null) return
      const missed = actual < said.lower || actual > said.upper ? 1 : 0
      working += stepSize * (missRate - missed)
    },
    workingMissRate: () => working,
  }
}

function checkOptions({ missRate, stepSize, memory, warmUp }: ConformalOptions): void {
  const isRate = missRate > 0 && missRate < 1
  const areCounts = Number.isInteger(memory) && Number.isInteger(warmUp) && warmUp >= 1
  if (isRate && stepSize >= 0 && areCounts && memory >= warmUp) return
  throw new UserError(
    'E_CONFORMAL_OPTIONS',
    `no intervals with miss rate ${missRate}, step ${stepSize}, memory ${memory} and warm-up ${warmUp}`,
    {
      hint: 'a miss rate within 0 and 1, a step of at least 0, and a memory not below the warm-up',
      facts: { missRate, stepSize, memory, warmUp },
    },
  )
}
