import { sampleEvenly, simpleReturns, type TimedValue } from './sampling.ts'

/** Stretches of time that a record is cut into: 16, as the source has it, is 12,870 ways to halve them. */
export const RETURN_BLOCKS = 16

/** Fewest returns in a stretch for its moments to mean anything. */
const FEWEST_RETURNS = 2

/** Splits of all trials that are looked at, at most; with more trials fewer stretches are told apart. */
const MOST_WORK = 40_000_000

/** Sums over the returns of a run, for each of {@link RETURN_BLOCKS} equal stretches of time in their order. */
export interface ReturnBlocks {
  /** Returns are this far apart. */
  readonly intervalSeconds: number
  readonly counts: readonly number[]
  readonly sums: readonly number[]
  readonly squares: readonly number[]
}

/**
 * The even returns of a run as sums per stretch: enough for the Sharpe ratio of any set of stretches.
 * `undefined` where there are too few returns. What is over at the start belongs to no stretch.
 *
 * @example
 * returnBlocks(equity, 3600)?.counts // [20, 20, …]
 */
export function returnBlocks(
  equity: readonly TimedValue[],
  intervalSeconds: number,
): ReturnBlocks | undefined {
  const returns = simpleReturns(sampleEvenly(equity, intervalSeconds)) ?? []
  const length = Math.floor(returns.length / RETURN_BLOCKS)
  if (length < FEWEST_RETURNS) return undefined
  const start = returns.length - length * RETURN_BLOCKS
  const blocks = Array.from({ length: RETURN_BLOCKS }, (_, i) =>
    returns.slice(start + i * length, start + (i + 1) * length),
  )
  return {
    intervalSeconds,
    counts: blocks.map(() => length),
    sums: blocks.map((block) => block.reduce((sum, value) => sum + value, 0)),
    squares: blocks.map((block) => block.reduce((sum, value) => sum + value ** 2, 0)),
  }
}

/** What combinatorially symmetric cross-validation says of a search. */
export interface OverfitProbability {
  /** PBO: share of splits in which the best trial of one half is not above the median in the other. */
  readonly probability: number
  /** Share of splits in which the best trial of one half loses in the other. */
  readonly lossProbability: number
  readonly trials: number
  readonly splits: number
  readonly blocks: number
}

/**
 * Probability of backtest overfitting of a search: every way to halve the stretches of time is a trial of
 * the choice itself. The trial with the best Sharpe ratio in one half is ranked among all in the other.
 * Near ½ the choice is worth nothing, near 0 the best is the best everywhere. `null` for fewer than two
 * trials.
 *
 * Source: Bailey, Borwein, López de Prado & Zhu, "The Probability of Backtest Overfitting", Journal of
 * Computational Finance 20(4), 2017 (CSCV).
 *
 * @example
 * overfitProbability(trials.flatMap(({ equity }) => returnBlocks(equity, 3600) ?? []))?.probability
 */
export function overfitProbability(trials: readonly ReturnBlocks[]): OverfitProbability | null {
  if (trials.length < 2) return null
  const blocks = blocksFor(trials.length)
  const merged = trials.map((trial) => mergedTo(blocks, trial))
  const scores = {
    inside: new Float64Array(trials.length),
    outside: new Float64Array(trials.length),
  }
  let splits = 0
  let failures = 0
  let losses = 0
  for (const half of halves(blocks)) {
    for (const [i, trial] of merged.entries()) score(trial, half, i, scores)
    const best = largest(scores.inside)
    const outside = scores.outside[best] ?? 0
    splits += 1
    // The median of ranks 1 … n is (n + 1) / 2: a logit of at most 0.
    if (rankOf(best, scores.outside) <= (trials.length + 1) / 2) failures += 1
    if (outside < 0) losses += 1
  }
  return {
    probability: failures / splits,
    lossProbability: losses / splits,
    trials: trials.length,
    splits,
    blocks,
  }
}

/** As many stretches as the work allows; always an even number. */
function blocksFor(trials: number): number {
  let blocks = RETURN_BLOCKS
  while (blocks > 4 && trials * binomial(blocks, blocks / 2) > MOST_WORK) blocks /= 2
  return blocks
}

function binomial(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i
  return Math.round(result)
}

function mergedTo(blocks: number, trial: ReturnBlocks): ReturnBlocks {
  const size = RETURN_BLOCKS / blocks
  const merge = (values: readonly number[]): readonly number[] =>
    Array.from({ length: blocks }, (_, i) =>
      values.slice(i * size, (i + 1) * size).reduce((sum, value) => sum + value, 0),
    )
  const { intervalSeconds, counts, sums, squares } = trial
  return {
    intervalSeconds,
    counts: merge(counts),
    sums: merge(sums),
    squares: merge(squares),
  }
}

/** Every choice of half of the stretches: bit i says whether stretch i is in it. */
function* halves(blocks: number): Generator<number> {
  for (let half = 0; half < 2 ** blocks; half++) {
    let size = 0
    for (let bits = half; bits > 0; bits &= bits - 1) size += 1
    if (size === blocks / 2) yield half
  }
}

/** The Sharpe ratios of a trial within the half and outside of it, per root of a second. */
function score(
  { intervalSeconds, counts, sums, squares }: ReturnBlocks,
  half: number,
  at: number,
  scores: { readonly inside: Float64Array; readonly outside: Float64Array },
): void {
  const [inside, outside] = [
    { count: 0, sum: 0, square: 0 },
    { count: 0, sum: 0, square: 0 },
  ]
  for (let i = 0; i < counts.length; i++) {
    const side = ((half >> i) & 1) === 1 ? inside : outside
    side.count += counts[i] ?? 0
    side.sum += sums[i] ?? 0
    side.square += squares[i] ?? 0
  }
  const root = Math.sqrt(intervalSeconds)
  scores.inside[at] = sharpeOfSums(inside) / root
  scores.outside[at] = sharpeOfSums(outside) / root
}

/** 0 where the returns do not vary: neither skill nor the lack of it. */
function sharpeOfSums({
  count,
  sum,
  square,
}: {
  count: number
  sum: number
  square: number
}): number {
  const mean = sum / count
  const variance = (square - sum * mean) / (count - 1)
  // What is left of equal returns by rounding is no variance.
  return variance > (square / count) * 1e-14 ? mean / Math.sqrt(variance) : 0
}

function largest(values: Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) {
    if ((values[i] ?? 0) > (values[best] ?? 0)) best = i
  }
  return best
}

/** Rank from 1 (the lowest); equal values share the mean of theirs. */
function rankOf(at: number, values: Float64Array): number {
  const value = values[at] ?? 0
  let below = 0
  let equal = 0
  for (const other of values) {
    if (other < value) below += 1
    else if (other === value) equal += 1
  }
  return below + (equal + 1) / 2
}
