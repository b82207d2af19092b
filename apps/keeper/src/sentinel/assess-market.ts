/** A pool at the end of an epoch. */
export interface MarketSample {
  readonly epoch: number
  readonly tick: number
  /** In range at that time. */
  readonly liquidity: bigint
  /** Between the highest and the lowest of the price envelope, ticks; left out where it is not known. */
  readonly spreadTicks?: number
}

/** From where a market is out of the ordinary. */
export interface SentinelThresholds {
  /** Samples before the last one that say what is ordinary. */
  readonly windowEpochs: number
  /** With fewer, nothing is said. */
  readonly minEpochs: number
  /** Robust deviations above the median. */
  readonly maxScore: number
}

/** What of a market is scored. */
export type MarketFeature = 'price jump' | 'liquidity jump' | 'envelope spread'

/** How far from the ordinary a market is. */
export interface MarketAssessment {
  /** Largest score; 0 when there is too little history. */
  readonly score: number
  readonly feature: MarketFeature | undefined
  readonly skip: boolean
  /** A sentence with the score in it. */
  readonly reason: string
}

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const madToSigma = 1.4826

/**
 * Least deviation that is taken for granted, in the feature's unit (ticks; log2 of liquidity; ticks): a
 * market that did not move at all for a day is not out of the ordinary when it moves a few ticks.
 */
const leastDeviation = { price: 5, liquidity: 0.05, spread: 5 } as const

/**
 * Whether the last sample is out of the ordinary, by the median and the median absolute deviation of the
 * ones before it (Iglewicz & Hoaglin, 1993). Only the large side counts: a calm market is no danger.
 *
 * @param history samples of one pool in order, the last one being assessed; gaps of epochs are allowed
 * @example
 * assessMarket(samples, { windowEpochs: 96, minEpochs: 24, maxScore: 12 }).skip
 */
export function assessMarket(
  history: readonly MarketSample[],
  thresholds: SentinelThresholds,
): MarketAssessment {
  const recent = history.slice(-thresholds.windowEpochs - 2)
  const steps = recent.slice(1).map((sample, i) => ({ from: recent[i] as MarketSample, sample }))
  if (steps.length <= thresholds.minEpochs) {
    const reason = `the market is not judged: ${steps.length} epochs of history, ${thresholds.minEpochs + 1} are needed`
    return { score: 0, feature: undefined, skip: false, reason }
  }
  const scores = [
    scoreOf('price jump', steps.map(priceJump), leastDeviation.price),
    scoreOf('liquidity jump', steps.map(liquidityJump), leastDeviation.liquidity),
    scoreOf(
      'envelope spread',
      steps.map(({ sample }) => sample.spreadTicks),
      leastDeviation.spread,
    ),
  ]
  const worst = scores.reduce((a, b) => (b.score > a.score ? b : a))
  const skip = worst.score > thresholds.maxScore
  const score = worst.score.toFixed(1)
  const reason = skip
    ? `${worst.feature} out of the ordinary: score ${score}, the limit is ${thresholds.maxScore}`
    : `market within the ordinary: score ${score} (${worst.feature})`
  return { ...worst, skip, reason }
}

interface Step {
  readonly from: MarketSample
  readonly sample: MarketSample
}

/** Ticks per root of an epoch, so that a gap of epochs is not taken for a jump. */
function priceJump({ from, sample }: Step): number {
  return Math.abs(sample.tick - from.tick) / Math.sqrt(Math.max(1, sample.epoch - from.epoch))
}

/** Doublings or halvings; liquidity that is gone counts as one unit. */
function liquidityJump({ from, sample }: Step): number {
  const log2 = (liquidity: bigint): number => Math.log2(Math.max(1, Number(liquidity)))
  return Math.abs(log2(sample.liquidity) - log2(from.liquidity))
}

function scoreOf(
  feature: MarketFeature,
  values: readonly (number | undefined)[],
  least: number,
): { readonly feature: MarketFeature; readonly score: number } {
  const last = values.at(-1)
  const before = values.slice(0, -1).filter((value) => value !== undefined)
  if (last === undefined || before.length === 0) return { feature, score: 0 }
  const middle = medianOf(before)
  const deviation = madToSigma * medianOf(before.map((value) => Math.abs(value - middle)))
  return { feature, score: Math.max(0, last - middle) / Math.max(deviation, least) }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2
}
