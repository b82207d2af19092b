import { regularisedBeta } from './incomplete-beta.ts'

/**
 * Probability that |T| exceeds |t| for Student's t with `degrees` degrees of freedom.
 *
 * Source: Abramowitz & Stegun 26.7.1 and 26.5.27.
 *
 * @example
 * studentTwoSided(2.228139, 10) // 0.05
 */
export function studentTwoSided(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 0
  return regularisedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
}
