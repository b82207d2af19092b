import type { MarketParameters } from './parameters.ts'
import { exponential, normal, poisson, studentT5, type Random } from './random.ts'

/** The market outside the pool at one moment. */
export interface ReferenceStep {
  /** Quote per base, human units. */
  readonly price: number
  /** Trading appetite: about 1 on average, high when prices move and in busy hours. */
  readonly activity: number
}

const secondsPerDay = 86_400

/** Relaxation time (seconds) and standard deviation of the two log-volatility factors. */
const slow = { seconds: 1.5 * secondsPerDay, deviation: 0.4 }
const fast = { seconds: 2_400, deviation: 0.55 }

/** A jump excites the fast factor by this much: moves come in bunches. */
const jumpExcitement = 0.8

/** How strongly activity follows volatility. */
const activityExponent = 1.1

const logVariance = slow.deviation * slow.deviation + fast.deviation * fast.deviation

/** Mean of `level ** activityExponent` for the log-normal level below: makes the mean activity 1. */
const meanLevelPower = Math.exp(
  ((activityExponent * activityExponent) / 2 - activityExponent) * logVariance,
)

/**
 * A reference price with stochastic volatility: log-AR(1) with a slow and a fast factor (as in two-factor
 * stochastic-volatility models, e.g. Chernov, Gallant, Ghysels & Tauchen 2003), Student-t innovations, jumps that
 * excite volatility, and a daily cycle that peaks when American markets open.
 *
 * Call the result once per step of `parameters.blockSeconds`.
 *
 * @example
 * const advance = referencePrice(parameters, random)
 * const { price, activity } = advance(1_704_067_200)
 */
export function referencePrice(
  parameters: MarketParameters,
  random: Random,
): (timestamp: number) => ReferenceStep {
  const { dailyVolatility, jumpsPerDay, jumpSize, blockSeconds } = parameters
  const share = blockSeconds / secondsPerDay
  const stepDeviation = dailyVolatility * Math.sqrt(share)
  let logPrice = Math.log(parameters.startPrice)
  let slowFactor = slow.deviation * normal(random)
  let fastFactor = fast.deviation * normal(random)
  return (timestamp) => {
    slowFactor = relax(slowFactor, slow, blockSeconds, random)
    fastFactor = relax(fastFactor, fast, blockSeconds, random)
    const season = dailyCycle(timestamp)
    // E[exp(2x)] = exp(2·var): keeps the mean variance at the one asked for.
    const level = Math.exp(slowFactor + fastFactor - logVariance)
    logPrice += stepDeviation * level * Math.sqrt(season) * studentT5(random)
    for (let jumps = poisson(random, jumpsPerDay * share); jumps > 0; jumps--) {
      const size = exponential(random, jumpSize)
      logPrice += random() < 0.5 ? size : -size
      fastFactor += jumpExcitement
    }
    const activity = (season * power(level, activityExponent)) / meanLevelPower
    return { price: Math.exp(logPrice), activity }
  }
}

/** By exp and log: V8 gives the same bits for these in all its versions, not so for `**` and cos. */
function power(base: number, exponent: number): number {
  return Math.exp(exponent * Math.log(base))
}

function relax(
  value: number,
  factor: { readonly seconds: number; readonly deviation: number },
  seconds: number,
  random: Random,
): number {
  const memory = Math.exp(-seconds / factor.seconds)
  return value * memory + factor.deviation * Math.sqrt(1 - memory * memory) * normal(random)
}

/** Share of a mean hour's trading at each full hour UTC; mean 1, highest when American markets open. */
const hourlyActivity: readonly number[] = [
  0.71, 0.72, 0.71, 0.66, 0.6, 0.54, 0.49, 0.47, 0.49, 0.57, 0.72, 0.96, 1.3, 1.68, 1.97, 2.12, 2.0,
  1.71, 1.38, 1.1, 0.9, 0.78, 0.72, 0.7,
]

/** Trading appetite by the time of day, between the full hours in a straight line. */
export function dailyCycle(timestamp: number): number {
  const hour = (timestamp % secondsPerDay) / 3_600
  const before = Math.floor(hour)
  const low = hourlyActivity[before] ?? 1
  const high = hourlyActivity[(before + 1) % 24] ?? 1
  return low + (high - low) * (hour - before)
}
