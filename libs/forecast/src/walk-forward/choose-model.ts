import { UserError } from '@tickwise/amm'
import type { ForecastReport, ModelScores } from './evaluate.ts'

const significance = 0.05

/** Which model may be used, and why. */
export interface ModelChoice {
  readonly name: string
  /** One sentence for a person. */
  readonly reason: string
}

/**
 * The champion: the benchmark (HAR, or no change for drift), unless another model has smaller losses with a
 * two-sided Diebold–Mariano p below 0.05 over the whole out-of-sample stretch; of several, the one with the
 * smallest loss. Each further model that is tried makes a lucky one likelier: try few.
 *
 * @throws UserError E_FORECAST_LEARNERS when the benchmark was not among the models.
 *
 * @example
 * chooseModel(evaluate(result)) // { name: 'har', reason: 'no model beats har …' }
 */
export function chooseModel(report: ForecastReport): ModelChoice {
  const { benchmark, total } = report
  if (!total.some(({ name }) => name === benchmark))
    throw new UserError('E_FORECAST_LEARNERS', `there is no ${benchmark} to compare with`, {
      hint: `walk forward with ${benchmark} among the models`,
    })
  const rivals = total
    .filter(({ name }) => name !== benchmark)
    .sort((a, b) => lossOf(a) - lossOf(b))
  const winner = rivals.find(beatsBenchmark)
  if (winner !== undefined)
    return {
      name: winner.name,
      reason: `${winner.name} beats ${benchmark}: its ${evidence(winner)}`,
    }
  const nearest = rivals[0]
  if (nearest === undefined)
    return { name: benchmark, reason: `${benchmark} is used: no other model was tried` }
  return {
    name: benchmark,
    reason: `${benchmark} is used: no other model beats it; the nearest is ${nearest.name}, whose ${evidence(nearest)}`,
  }
}

function beatsBenchmark({ againstBenchmark }: ModelScores): boolean {
  if (againstBenchmark === null) return false
  const { meanDifference, pValue } = againstBenchmark.deciding
  return meanDifference < 0 && pValue < significance
}

function lossOf({ qlike, meanSquaredError }: ModelScores): number {
  return qlike ?? meanSquaredError
}

function evidence({ againstBenchmark, qlike, rows }: ModelScores): string {
  if (againstBenchmark === null) return `rows (${rows}) are too few to compare`
  const { meanDifference, pValue } = againstBenchmark.deciding
  const loss = qlike === null ? 'squared error' : 'QLIKE'
  const sign = meanDifference < 0 ? 'lower' : 'higher'
  const size = Math.abs(meanDifference).toPrecision(3)
  return `${loss} is ${size} ${sign} on ${rows} rows (Diebold–Mariano p = ${pValue.toPrecision(2)})`
}
