import { describe, expect, it } from 'vitest'
import { moments } from './moments.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  probabilisticSharpe,
  sharpeRatio,
  sortinoRatio,
} from './sharpe.ts'

describe('the worked example of Bailey & López de Prado (2014)', () => {
  // Annual Sharpe 2.5 over five years of 250 days, best of 100 trials whose annual Sharpe ratios
  // have variance 1/2; skewness −3, kurtosis 10.
  const record = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 }
  const search = { trials: 100, sharpeVariance: 0.5 / 250 }

  it('expects 0.1132 of the best trial without skill', () => {
    expect(expectedMaximumSharpe(100, 0.5 / 250)).toBeCloseTo(0.1132, 4)
  })

  it('gives a deflated Sharpe ratio of 0.9004', () => {
    expect(deflatedSharpe(record, search)).toBeCloseTo(0.9004, 4)
  })

  it('gives 0.9505 with 46 trials, the last count above 95 % confidence', () => {
    expect(deflatedSharpe(record, { ...search, trials: 46 })).toBeCloseTo(0.9505, 4)
  })
})

describe('ratios by hand', () => {
  it('Sharpe: mean 0.02 over sample deviation 0.01·√2', () => {
    expect(sharpeRatio([0.01, 0.03])).toBeCloseTo(Math.SQRT2, 12)
  })

  it('Sortino: mean 0.005 over √(0.0001 / 2)', () => {
    expect(sortinoRatio([0.02, -0.01])).toBeCloseTo(0.005 / Math.sqrt(0.00005), 12)
  })

  it('say nothing of constant, single, or never negative returns', () => {
    expect(sharpeRatio([0.1, 0.1, 0.1])).toBeNull()
    expect(sharpeRatio([0.1])).toBeNull()
    expect(sortinoRatio([0.1, 0])).toBeNull()
  })

  it('a normal record at its own benchmark has probability one half', () => {
    const record = { sharpe: 0.3, observations: 50, skewness: 0, kurtosis: 3 }
    expect(probabilisticSharpe(record, 0.3)).toBeCloseTo(0.5, 12)
    expect(probabilisticSharpe({ ...record, skewness: 10 }, 0)).toBeNull()
  })
})

describe('moments', () => {
  it('of 0, 0, 0, 4: mean 1, variance 4, skewness 6/3^1.5, kurtosis 21/9', () => {
    const sample = moments([0, 0, 0, 4])
    expect(sample?.mean).toBe(1)
    expect(sample?.standardDeviation).toBe(2)
    expect(sample?.skewness).toBeCloseTo(6 / 3 ** 1.5, 12)
    expect(sample?.kurtosis).toBeCloseTo(21 / 9, 12)
  })
})

describe('normal distribution, against printed tables', () => {
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-1.959963984540054, 0.025],
    [3, 0.99865010196837],
    [-6, 9.865876450376981e-10],
  ])('Φ(%f) = %f', (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(1e-14)
  })

  it.each([
    [0.95, 1.644853626951473],
    [0.99, 2.326347874040841],
    [0.0001, -3.719016485455709],
  ])('Φ⁻¹(%f) = %f', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 9)
  })
})
