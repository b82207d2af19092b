import { kolmogorovUniform } from '../statistics/kolmogorov.ts'

/** How evenly outcomes fall over the forecast distributions. */
export interface ProbabilityTransform {
  /** Share of outcomes in each tenth of the forecast distribution; 0.1 each when it is right. */
  readonly histogram: readonly number[]
  readonly kolmogorovDistance: number
  /** For independent outcomes. */
  readonly pValue: number
}

/**
 * Summary of probability integral transforms: `positions` are the places of the outcomes in their forecast
 * distributions, in [0, 1]; `null` when there are none.
 *
 * Source: Dawid, "Statistical Theory: The Prequential Approach", JRSS A 147(2), 1984; Diebold, Gunther &
 * Tay, "Evaluating Density Forecasts", International Economic Review 39(4), 1998.
 *
 * @example
 * probabilityTransform([0.05, 0.15, 0.95]).histogram // a third in the tenths 0, 1 and 9
 */
export function probabilityTransform(positions: readonly number[]): ProbabilityTransform | null {
  if (positions.length === 0) return null
  const counts = new Array<number>(10).fill(0)
  for (const position of positions) {
    const tenth = Math.min(9, Math.floor(position * 10))
    counts[tenth] = (counts[tenth] ?? 0) + 1
  }
  const { distance, pValue } = kolmogorovUniform(positions)
  return {
    histogram: counts.map((count) => count / positions.length),
    kolmogorovDistance: distance,
    pValue,
  }
}
