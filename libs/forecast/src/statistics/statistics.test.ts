import { describe, expect, it } from 'vitest'
import { chiSquareUpper } from './chi-square.ts'
import { regularisedBeta } from './incomplete-beta.ts'
import { kolmogorovUniform } from './kolmogorov.ts'
import { logGamma } from './log-gamma.ts'
import { studentTwoSided } from './student-t.ts'

describe('distributions', () => {
  it('knows the factorials and Γ(1/2)', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12)
    expect(logGamma(171)).toBeCloseTo(706.573062245787, 9)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
  })

  it('gives the incomplete beta function where it is a polynomial', () => {
    // I_x(2, 3) = 6x² − 8x³ + 3x⁴
    for (const x of [0.1, 0.5, 0.9])
      expect(regularisedBeta(x, 2, 3)).toBeCloseTo(6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4, 12)
    expect(regularisedBeta(0, 2, 3)).toBe(0)
    expect(regularisedBeta(1, 2, 3)).toBe(1)
  })

  it.each([
    [12.706, 1, 0.05],
    [2.228139, 10, 0.05],
    [3.169273, 10, 0.01],
    [1.697261, 30, 0.1],
    [2.626405, 99, 0.01],
    [1.959964, 1e7, 0.05],
  ])('puts t = %d with %d degrees at the two-sided %d of the printed tables', (t, degrees, p) => {
    expect(studentTwoSided(t, degrees)).toBeCloseTo(p, 5)
    expect(studentTwoSided(-t, degrees)).toBe(studentTwoSided(t, degrees))
  })

  it.each([
    [3.841459, 1, 0.05],
    [6.634897, 1, 0.01],
    [0.003932, 1, 0.95],
    [5.991465, 2, 0.05],
    [9.21034, 2, 0.01],
    [18.307038, 10, 0.05],
  ])('puts chi-square %d with %d degrees at %d of the printed tables', (x, degrees, p) => {
    expect(chiSquareUpper(x, degrees)).toBeCloseTo(p, 5)
  })

  it('measures the distance from the uniform distribution', () => {
    expect(kolmogorovUniform([0.1, 0.5, 0.9]).distance).toBeCloseTo(0.7 / 3, 12)
    // 5 % point of D for n = 20 in the printed tables: 0.2941
    const shifted = Array.from({ length: 20 }, (_, i) => (i + 1) / 20 - 0.2941)
    expect(kolmogorovUniform(shifted).pValue).toBeCloseTo(0.05, 2)
    const even = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000)
    expect(kolmogorovUniform(even).pValue).toBe(1)
    expect(kolmogorovUniform(even.map((u) => u ** 2)).pValue).toBeLessThan(1e-9)
    expect(kolmogorovUniform([]).pValue).toBeNaN()
  })
})
