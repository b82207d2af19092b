import { defaultConformal } from '../conformal/adaptive-conformal.ts'
import type { ConformalOptions } from '../conformal/adaptive-conformal.ts'
import { benchmarkOf } from '../models/built-in-learners.ts'
import type { Target } from '../models/model.ts'
import { dieboldMariano } from '../scores/diebold-mariano.ts'
import type { DieboldMariano } from '../scores/diebold-mariano.ts'
import { directionScores } from '../scores/direction-scores.ts'
import type { DirectionScores } from '../scores/direction-scores.ts'
import {
  absoluteLoss,
  meanAbsoluteScaledError,
  meanLoss,
  rSquared,
} from '../scores/point-scores.ts'
import { scoreIntervals } from './score-intervals.ts'
import type { IntervalScores } from './score-intervals.ts'
import { modelPaths } from './score-models.ts'
import type { ModelPath } from './score-models.ts'
import type { WalkForwardResult } from './walk-forward.ts'

/** How one model did over some rows. Logarithms are to base 2; drift is in ticks. */
export interface ModelScores {
  readonly name: string
  readonly rows: number
  /** Of the levelled forecast; `null` for drift. */
  readonly qlike: number | null
  /** Mean squared error of the logarithm, or of the drift. */
  readonly meanSquaredError: number
  readonly meanAbsoluteError: number
  /** Mean of forecast − actual. */
  readonly bias: number
  /** Against the mean of the very rows scored; `null` when they do not vary. */
  readonly rSquared: number | null
  readonly mase: number | null
  /** Over the rows after the intervals' warm-up; `null` when there is none. */
  readonly intervals: IntervalScores | null
  /** Against the benchmark, negative when this model is better; `null` for the benchmark itself. */
  readonly againstBenchmark: BenchmarkComparison | null
  /** For drift only. */
  readonly direction: DirectionScores | null
}

/** Tests against the benchmark. */
export interface BenchmarkComparison {
  /** On QLIKE, or on squared errors for drift: the one that decides. */
  readonly deciding: DieboldMariano
  readonly squaredError: DieboldMariano
}

/** Scores of one fold. */
export interface FoldScores {
  readonly index: number
  readonly testFromEpoch: number
  readonly models: readonly ModelScores[]
}

/** Scores of a walk-forward, each model in the order given. */
export interface ForecastReport {
  readonly target: Target
  readonly benchmark: string
  /** Over all test rows of all folds. */
  readonly total: readonly ModelScores[]
  /** Folds with a row to score. */
  readonly folds: readonly FoldScores[]
}

/**
 * Scores of all models over the whole out-of-sample stretch and fold by fold. Intervals run through all folds
 * in time order, each from residuals known by then.
 *
 * @example
 * const report = evaluate(await walkForward(options))
 */
export function evaluate(
  result: WalkForwardResult,
  conformal: ConformalOptions = defaultConformal,
): ForecastReport {
  const { target } = result
  const benchmark = benchmarkOf(target)
  const folds = result.folds.filter(({ epochs }) => epochs.length > 0)
  const paths = modelPaths(folds, target, conformal)
  const scoreRows = (from: number, to: number) =>
    paths.map((path) => scoreModel(path, paths, { from, to, target, benchmark, conformal }))
  let from = 0
  const foldScores = folds.map(({ index, testFromEpoch, epochs }): FoldScores => {
    const models = scoreRows(from, from + epochs.length)
    from += epochs.length
    return { index, testFromEpoch, models }
  })
  return { target, benchmark, total: from === 0 ? [] : scoreRows(0, from), folds: foldScores }
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly target: Target
  readonly benchmark: string
  readonly conformal: ConformalOptions
}

function scoreModel(
  path: ModelPath,
  paths: readonly ModelPath[],
  { from, to, target, benchmark, conformal }: Stretch,
): ModelScores {
  const cut = (column: Float64Array) => column.subarray(from, to)
  const [actual, forecasts] = [cut(path.actual), cut(path.forecasts)]
  const isDrift = target.kind === 'drift'
  const first = (loss: number) => loss
  const other = path.name === benchmark ? undefined : paths.find(({ name }) => name === benchmark)
  const { horizonEpochs } = target
  return {
    name: path.name,
    rows: to - from,
    qlike: isDrift ? null : meanLoss(cut(path.qlike), actual, first),
    meanSquaredError: meanLoss(cut(path.squared), actual, first),
    meanAbsoluteError: meanLoss(actual, forecasts, absoluteLoss),
    bias: meanLoss(actual, forecasts, (outcome, forecast) => forecast - outcome),
    rSquared: rSquared(actual, forecasts),
    mase: meanAbsoluteScaledError(actual, forecasts, cut(path.naiveScale)),
    intervals: scoreIntervals(path.calibrated.slice(from, to), conformal.missRate, horizonEpochs),
    againstBenchmark:
      other === undefined || to - from <= 2 * horizonEpochs
        ? null
        : compare(path, other, from, to, target),
    direction: isDrift ? directionScores(actual, forecasts) : null,
  }
}

function compare(
  path: ModelPath,
  other: ModelPath,
  from: number,
  to: number,
  { kind, horizonEpochs }: Target,
): BenchmarkComparison {
  const test = (loss: 'qlike' | 'squared') =>
    dieboldMariano(path[loss].subarray(from, to), other[loss].subarray(from, to), horizonEpochs)
  const squaredError = test('squared')
  return { deciding: kind === 'drift' ? squaredError : test('qlike'), squaredError }
}
