import { average } from './moments.ts'

/** Losses as positive fractions per interval; negative when even the tail gains. */
export interface TailLoss {
  readonly valueAtRisk: number
  readonly conditionalValueAtRisk: number
}

/**
 * Historical value at risk and expected shortfall: with n returns and k = ⌈(1 − confidence)·n⌉, the
 * k-th worst return and the mean of the k worst, signs turned. `null` when n is too small for the
 * tail to hold one whole return.
 *
 * Source: Rockafellar & Uryasev, "Optimization of Conditional Value-at-Risk", Journal of Risk 2(3),
 * 2000.
 *
 * @example
 * tailLoss(returns, 0.95)?.conditionalValueAtRisk
 */
export function tailLoss(returns: readonly number[], confidence: number): TailLoss | null {
  const tail = (1 - confidence) * returns.length
  if (tail < 1 - 1e-9) return null
  const count = Math.ceil(tail - 1e-9)
  const worst = returns.toSorted((a, b) => a - b).slice(0, count)
  const mildest = worst.at(-1)
  if (mildest === undefined) return null
  return { valueAtRisk: -mildest, conditionalValueAtRisk: -average(worst) }
}
