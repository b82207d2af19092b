import type { CalibratedRow } from '../conformal/calibrate.ts'
import { christoffersenCoverage, kupiecTest } from '../scores/interval-tests.ts'
import type { LikelihoodRatio } from '../scores/interval-tests.ts'
import { probabilityTransform } from '../scores/probability-transform.ts'
import type { ProbabilityTransform } from '../scores/probability-transform.ts'

/** How honest a model's intervals and distributions are. */
export interface IntervalScores {
  readonly rows: number
  /** 1 − the miss rate asked for. */
  readonly nominalCoverage: number
  readonly coverage: number
  /** Mean width of the bounded intervals, in the target's unit; `null` when none is. */
  readonly meanWidth: number | null
  /** Intervals with an infinite end. */
  readonly unbounded: number
  /** Mean pinball loss of the interval's ends. */
  readonly pinball: number
  readonly crps: number
  /** Tests on every h-th row, because outcomes that overlap are no independent trials. */
  readonly kupiec: LikelihoodRatio
  readonly christoffersen: LikelihoodRatio
  readonly positions: ProbabilityTransform
}

/**
 * Scores of intervals over consecutive rows, `null` when none had an interval.
 *
 * @example
 * scoreIntervals(calibrate(path, defaultConformal), 0.2, 4)?.coverage
 */
export function scoreIntervals(
  rows: readonly (CalibratedRow | null)[],
  missRate: number,
  horizonEpochs: number,
): IntervalScores | null {
  const said = rows.filter((row) => row !== null)
  const apart = said.filter((_, i) => i % horizonEpochs === 0)
  const misses = apart.map(({ missed }) => (missed ? 1 : 0))
  const positions = probabilityTransform(apart.map(({ position }) => position))
  if (positions === null) return null
  const widths = said.map(({ interval }) => interval.upper - interval.lower).filter(Number.isFinite)
  const missed = misses.reduce<number>((sum, miss) => sum + miss, 0)
  return {
    rows: said.length,
    nominalCoverage: 1 - missRate,
    coverage: said.filter((row) => !row.missed).length / said.length,
    meanWidth: widths.length === 0 ? null : mean(widths),
    unbounded: said.length - widths.length,
    pinball: mean(said.map(({ pinball }) => pinball)),
    crps: mean(said.map(({ crps }) => crps)),
    kupiec: kupiecTest(missed, misses.length, missRate),
    christoffersen: christoffersenCoverage(misses, missRate),
    positions,
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
