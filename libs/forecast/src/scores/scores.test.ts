import { describe, expect, it } from 'vitest'
import { dieboldMariano } from './diebold-mariano.ts'
import { brierSkill, directionScores } from './direction-scores.ts'
import { christoffersenCoverage, christoffersenIndependence, kupiecTest } from './interval-tests.ts'
import {
  absoluteLoss,
  meanAbsoluteScaledError,
  meanLoss,
  qlikeLoss,
  rSquared,
  squaredLoss,
} from './point-scores.ts'
import { probabilityTransform } from './probability-transform.ts'
import { crpsFromQuantiles, evenLevels, pinballLoss } from './quantile-scores.ts'

describe('scores of points', () => {
  it('gives QLIKE as by hand', () => {
    // forecast half of what came: 2 − ln 2 − 1; twice: ½ + ln 2 − 1
    expect(qlikeLoss(4, 3)).toBeCloseTo(0.306852819440055, 14)
    expect(qlikeLoss(3, 4)).toBeCloseTo(0.193147180559945, 14)
    expect(qlikeLoss(7.25, 7.25)).toBe(0)
    expect(meanLoss([4, 3], [3, 4], qlikeLoss)).toBeCloseTo(0.25, 14)
  })

  it('gives errors, R² and MASE as by hand', () => {
    const [actual, forecast] = [
      [1, 2, 3, 6],
      [2, 2, 2, 4],
    ]
    expect(meanLoss(actual, forecast, squaredLoss)).toBe(1.5)
    expect(meanLoss(actual, forecast, absoluteLoss)).toBe(1)
    // around the mean 3: 4 + 1 + 0 + 9 = 14
    expect(rSquared(actual, forecast)).toBeCloseTo(1 - 6 / 14, 14)
    expect(meanAbsoluteScaledError(actual, forecast, [1, 1, 2, 2])).toBe((1 + 0 + 0.5 + 1) / 4)
  })

  it('has no R² or MASE where the scale is 0', () => {
    expect(rSquared([5, 5], [5, 4])).toBeNull()
    expect(meanAbsoluteScaledError([1], [2], [0])).toBeNull()
  })

  it('refuses series of different lengths and empty ones', () => {
    const code = expect.objectContaining({ code: 'E_SCORE_LENGTH' })
    expect(() => meanLoss([1], [1, 2], squaredLoss)).toThrow(code)
    expect(() => meanLoss([], [], squaredLoss)).toThrow(code)
    expect(() => dieboldMariano([1, 2], [1, 2], 1)).toThrow(code)
  })
})

describe('scores of quantiles', () => {
  it('gives the pinball loss as by hand', () => {
    expect(pinballLoss(3, 1, 0.9)).toBeCloseTo(1.8, 14)
    expect(pinballLoss(1, 3, 0.9)).toBeCloseTo(0.2, 14)
  })

  it('comes to the closed CRPS of a uniform distribution', () => {
    // CRPS of U(0, 1) at y: 1/3 − y + y²
    const levels = evenLevels(1000)
    for (const y of [0, 0.3, 0.5, 1])
      expect(crpsFromQuantiles(y, levels, levels)).toBeCloseTo(1 / 3 - y + y * y, 5)
  })
})

describe('tests of intervals', () => {
  it('gives the published and hand-worked statistics of Kupiec', () => {
    // Jorion, Value at Risk: 20 exceptions in 252 days at 95 %, LR = 3.91, rejected at 5 %
    expect(kupiecTest(20, 252, 0.05).statistic).toBeCloseTo(3.91, 2)
    expect(kupiecTest(20, 252, 0.05).pValue).toBeLessThan(0.05)
    // 2 (460 ln(0.92 / 0.95) + 40 ln(0.08 / 0.05))
    expect(kupiecTest(40, 500, 0.05).statistic).toBeCloseTo(8.0790409, 6)
    expect(kupiecTest(40, 500, 0.05).pValue).toBeCloseTo(0.004478, 6)
    expect(kupiecTest(25, 500, 0.05)).toEqual({ statistic: 0, pValue: 1 })
    // no miss at all: −2 · 100 ln 0.95
    expect(kupiecTest(0, 100, 0.05).statistic).toBeCloseTo(-200 * Math.log(0.95), 10)
  })

  it('gives the hand-worked statistic of Christoffersen for clustered misses', () => {
    const missed = new Set([40, 41, 42, 100, 101, 200, 201, 202, 203, 204])
    const misses = Array.from({ length: 250 }, (_, i) => (missed.has(i + 1) ? 1 : 0))
    // pairs: hit-hit 236, hit-miss 3, miss-hit 3, miss-miss 7
    const apart = 236 * Math.log(236 / 239) + 3 * Math.log(3 / 239) + 3 * Math.log(0.3)
    const markov = apart + 7 * Math.log(0.7)
    const same = 239 * Math.log(239 / 249) + 10 * Math.log(10 / 249)
    expect(christoffersenIndependence(misses).statistic).toBeCloseTo(2 * (markov - same), 9)
    expect(christoffersenIndependence(misses).statistic).toBeCloseTo(39.4437, 4)
    expect(kupiecTest(10, 250, 0.04).statistic).toBe(0)
    expect(christoffersenCoverage(misses, 0.04).pValue).toBeCloseTo(Math.exp(-39.4437 / 2), 9)
  })

  it('has nothing against a miss alone', () => {
    expect(christoffersenIndependence([0, 0, 0, 0]).pValue).toBe(1)
  })
})

describe('Diebold–Mariano', () => {
  const errorsOfFirst = [1, -2, 1, 3, -1, 2, -2, 1, 0, 2].map((e) => e ** 2)
  const errorsOfSecond = [2, -1, 2, 2, -3, 1, -3, 2, 1, 3].map((e) => e ** 2)

  it('gives the hand-worked statistic at one step', () => {
    // differences −3 3 −3 5 −8 3 −5 −3 −1 −5: mean −1.7, mean square 18.5, γ₀ = 18.5 − 2.89 = 15.61
    const test = dieboldMariano(errorsOfFirst, errorsOfSecond, 1)
    expect(test.meanDifference).toBeCloseTo(-1.7, 14)
    expect(test.statistic).toBeCloseTo((-1.7 / Math.sqrt(1.561)) * Math.sqrt(0.9), 12)
    // p from scipy.stats.t with 9 degrees
    expect(test.pValue).toBeCloseTo(0.22893370508468364, 10)
  })

  it('gives the hand-worked statistic at three steps', () => {
    // γ₁ = −10.719, γ₂ = 8.952: variance (15.61 − 2 · ⅔ · 10.719 + 2 · ⅓ · 8.952) / 10 = 0.7286
    const test = dieboldMariano(errorsOfFirst, errorsOfSecond, 3)
    const factor = Math.sqrt((10 + 1 - 6 + (3 / 10) * 2) / 10)
    expect(test.statistic).toBeCloseTo((-1.7 / Math.sqrt(0.7286)) * factor, 10)
    expect(test.pValue).toBeCloseTo(0.17031160086916872, 10)
  })

  it('changes its sign with the order and sees no difference where there is none', () => {
    const { statistic } = dieboldMariano(errorsOfFirst, errorsOfSecond, 3)
    expect(dieboldMariano(errorsOfSecond, errorsOfFirst, 3).statistic).toBeCloseTo(-statistic, 12)
    expect(dieboldMariano(errorsOfFirst, errorsOfFirst, 1).pValue).toBe(1)
  })
})

describe('calibration and direction', () => {
  it('shares out positions to tenths', () => {
    const transform = probabilityTransform([0.05, 0.15, 0.95, 1])
    expect(transform?.histogram).toEqual([0.25, 0.25, 0, 0, 0, 0, 0, 0, 0, 0.5])
    expect(probabilityTransform([])).toBeNull()
  })

  it('gives hit rate and Matthews correlation as by hand', () => {
    // up-up 1, up-down 0, down-up 1, down-down 1: (1·1 − 1·0) / √(2·1·1·2) = ½
    const scores = directionScores([1, -1, 2, 0], [0.5, -0.1, -0.2, 3])
    expect(scores.rows).toBe(3)
    expect(scores.hitRate).toBeCloseTo(2 / 3, 14)
    expect(scores.matthews).toBeCloseTo(0.5, 14)
    expect(directionScores([1, -1], [0, 0])).toEqual({ rows: 2, hitRate: 0.5, matthews: null })
  })

  it('gives the Brier skill as by hand', () => {
    expect(brierSkill([1, 0], [0.8, 0.2])).toBeCloseTo(0.84, 14)
    expect(brierSkill([1, 0], [0.5, 0.5])).toBe(0)
    expect(brierSkill([1, 1], [0.5, 0.5])).toBeNull()
  })
})
