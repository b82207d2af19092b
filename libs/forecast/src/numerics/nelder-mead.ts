/** Where a search ended. */
export interface Minimum {
  readonly point: readonly number[]
  readonly value: number
  readonly evaluations: number
}

interface Vertex {
  readonly point: readonly number[]
  readonly value: number
}

/**
 * A minimum of `objective` near `start` by the simplex method of Nelder and Mead, which needs no gradient.
 * The same function and start give the same bits: ties keep the older vertex.
 *
 * Source: Nelder & Mead, "A Simplex Method for Function Minimization", The Computer Journal 7(4), 1965,
 * with the coefficients 1, 2, ½, ½.
 *
 * @example
 * nelderMead(([x = 0]) => (x - 3) ** 2, [0], { step: 1, tolerance: 1e-12, maximumEvaluations: 500 })
 */
export function nelderMead(
  objective: (point: readonly number[]) => number,
  start: readonly number[],
  options: {
    /** Edge of the first simplex. */
    readonly step: number
    /** Ends when the vertices' values differ by less. */
    readonly tolerance: number
    readonly maximumEvaluations: number
  },
): Minimum {
  let evaluations = 0
  const evaluate = (point: readonly number[]): Vertex => {
    evaluations++
    const value = objective(point)
    return { point, value: Number.isNaN(value) ? Infinity : value }
  }
  let simplex = [start, ...start.map((_, i) => shifted(start, i, options.step))].map(evaluate)
  for (;;) {
    simplex.sort((a, b) => a.value - b.value)
    const [best, worst] = [simplex[0], simplex.at(-1)]
    if (best === undefined || worst === undefined) return { point: [], value: NaN, evaluations }
    const isDone = worst.value - best.value <= options.tolerance
    if (isDone || evaluations >= options.maximumEvaluations) return { ...best, evaluations }
    simplex = step(simplex, best, worst, evaluate)
  }
}

function step(
  simplex: readonly Vertex[],
  best: Vertex,
  worst: Vertex,
  evaluate: (point: readonly number[]) => Vertex,
): Vertex[] {
  const kept = simplex.slice(0, -1)
  const centre = worst.point.map(
    (_, i) => kept.reduce((sum, { point }) => sum + (point[i] ?? NaN), 0) / kept.length,
  )
  const towards = (factor: number) =>
    evaluate(centre.map((c, i) => c + factor * ((worst.point[i] ?? NaN) - c)))
  const reflected = towards(-1)
  if (reflected.value < best.value) {
    const expanded = towards(-2)
    return [...kept, expanded.value < reflected.value ? expanded : reflected]
  }
  const secondWorst = kept.at(-1) ?? best
  if (reflected.value < secondWorst.value) return [...kept, reflected]
  const contracted = towards(reflected.value < worst.value ? -0.5 : 0.5)
  if (contracted.value < Math.min(reflected.value, worst.value)) return [...kept, contracted]
  const shrunk = simplex
    .slice(1)
    .map(({ point }) =>
      evaluate(point.map((x, i) => (best.point[i] ?? NaN) + (x - (best.point[i] ?? NaN)) / 2)),
    )
  return [best, ...shrunk]
}

function shifted(point: readonly number[], axis: number, by: number): readonly number[] {
  return point.map((x, i) => (i === axis ? x + by : x))
}
