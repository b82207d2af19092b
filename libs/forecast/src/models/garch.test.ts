import { seededRandom } from '@tickwise/amm'
import { describe, expect, it } from 'vitest'
import { normal } from '../../../market/src/simulate/random.ts'
import { fitGarchReturns } from './garch-likelihood.ts'
import { meanVarianceAhead } from './garch.ts'

/** ω = 20, α = 0.08, β = 0.9. */
function simulated(length: number, seed: number): Float64Array {
  const random = seededRandom(seed)
  let variance = 1000
  return Float64Array.from({ length }, () => {
    const change = Math.sqrt(variance) * normal(random)
    variance = 20 + 0.08 * change * change + 0.9 * variance
    return change
  })
}

describe('GARCH(1,1)', () => {
  it('gives the estimates of another implementation', () => {
    // The Python package arch 8.0.0 on these very returns: arch_model(x, mean='Zero', rescale=False).fit(backcast=mean(x²))
    const { omega, alpha, beta } = fitGarchReturns(simulated(4000, 7))
    expect(omega / 21.248133).toBeCloseTo(1, 2)
    expect(alpha).toBeCloseTo(0.08524, 3)
    expect(beta).toBeCloseTo(0.897471, 3)
  })

  it('finds the parameters that made a long series', () => {
    const { omega, alpha, beta } = fitGarchReturns(simulated(40_000, 3))
    expect(omega / 20).toBeGreaterThan(0.8)
    expect(omega / 20).toBeLessThan(1.25)
    expect(alpha).toBeCloseTo(0.08, 1)
    expect(beta).toBeCloseTo(0.9, 1)
  })

  it('does not depend on the unit of the returns', () => {
    const returns = simulated(2000, 5)
    const [one, hundred] = [fitGarchReturns(returns), fitGarchReturns(returns.map((r) => 128 * r))]
    expect(hundred.alpha).toBeCloseTo(one.alpha, 10)
    expect(hundred.omega / one.omega / 128 ** 2).toBeCloseTo(1, 8)
  })

  it('starts again after a gap and knows a price that never moves', () => {
    const returns = simulated(4000, 7)
    returns[2000] = NaN
    expect(fitGarchReturns(returns).alpha).toBeCloseTo(0.085, 2)
    expect(fitGarchReturns(new Float64Array(100))).toEqual({ omega: 0, alpha: 0, beta: 0 })
  })

  it('expects variances that approach the unconditional one', () => {
    const garch = { omega: 1, alpha: 0.1, beta: 0.8 }
    // 20, 19, 18.1: 1 + 0.9 · the one before
    expect(meanVarianceAhead(garch, 20, 3)).toBeCloseTo((20 + 19 + 18.1) / 3, 12)
    expect(meanVarianceAhead(garch, 20, 1)).toBeCloseTo(20, 12)
    expect(meanVarianceAhead(garch, 20, 100_000)).toBeCloseTo(10, 2)
  })
})
