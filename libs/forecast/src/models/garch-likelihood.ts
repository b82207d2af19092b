import { nelderMead } from '../numerics/nelder-mead.ts'

/** σ²(t + 1) = ω + α · r(t)² + β · σ²(t), all at least 0 and α + β below 1. */
export interface GarchParameters {
  readonly omega: number
  readonly alpha: number
  readonly beta: number
}

/** Closer to 1 the unconditional variance has no meaning. */
const largestPersistence = 0.9999
const search = { step: 0.5, tolerance: 1e-10, maximumEvaluations: 600 }

/**
 * Maximum-likelihood GARCH(1,1) of returns with mean 0 and normal shocks; the first variance is the sample
 * one. A NaN is a gap: the recursion starts again after it. Returns that do not vary give ω = α = β = 0.
 *
 * The search runs over the logistic of persistence and of α's share in it and the logarithm of the
 * unconditional variance, so no step leaves the region where the model has a meaning.
 *
 * @example
 * const { omega, alpha, beta } = fitGarchReturns(returns)
 */
export function fitGarchReturns(returns: Float64Array): GarchParameters {
  const scale = meanSquare(returns)
  if (!(scale > 0)) return { omega: 0, alpha: 0, beta: 0 }
  const squares = returns.map((change) => (change * change) / scale)
  const objective = (point: readonly number[]) => negativeLogLikelihood(fromPoint(point), squares)
  const first = nelderMead(objective, [3.5, -2.5, 0], search)
  // A second simplex from where the first ended: the usual guard against one that collapsed.
  const { omega, alpha, beta } = fromPoint(nelderMead(objective, first.point, search).point)
  return { omega: omega * scale, alpha, beta }
}

function fromPoint([persistenceLogit = 0, shareLogit = 0, logVariance = 0]: readonly number[]) {
  const persistence = largestPersistence * logistic(persistenceLogit)
  const alpha = persistence * logistic(shareLogit)
  return {
    omega: Math.exp(logVariance) * (1 - persistence),
    alpha,
    beta: persistence - alpha,
  }
}

/** Without the constant, halves left out: Σ ln σ² + r²/σ². `squares` are scaled to mean 1. */
function negativeLogLikelihood(
  { omega, alpha, beta }: GarchParameters,
  squares: Float64Array,
): number {
  let variance = 1
  let sum = 0
  // Σ ln σ² as the logarithm of products: a logarithm every few steps instead of at each.
  let product = 1
  for (let i = 0; i < squares.length; i++) {
    const square = squares[i] ?? NaN
    if (square !== square) {
      variance = 1
      continue
    }
    product *= variance
    if (product > 1e100 || product < 1e-100) {
      sum += Math.log(product)
      product = 1
    }
    sum += square / variance
    variance = omega + alpha * square + beta * variance
  }
  return sum + Math.log(product)
}

function meanSquare(returns: Float64Array): number {
  let [sum, count] = [0, 0]
  for (const change of returns) {
    if (Number.isNaN(change)) continue
    sum += change * change
    count++
  }
  return count === 0 ? 0 : sum / count
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
