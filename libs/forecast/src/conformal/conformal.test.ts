import { describe, expect, it } from 'vitest'
import { normal, seededRandom } from '../../../market/src/simulate/random.ts'
import { createAdaptiveConformal, defaultConformal } from './adaptive-conformal.ts'
import { calibrate } from './calibrate.ts'
import type { ForecastPath } from './calibrate.ts'
import { createResidualPool } from './residual-pool.ts'

/** Forecast 0, outcomes normal with deviation 1, and from the middle on 3. */
function pathWithBreak(length: number, horizonEpochs = 1): ForecastPath {
  const random = seededRandom('break', 'outcomes')
  const actual = Array.from({ length }, (_, i) => (i < length / 2 ? 1 : 3) * normal(random))
  const epochs = actual.map((_, i) => 1000 + i)
  return { epochs, actual, forecasts: actual.map(() => 0), horizonEpochs }
}

const options = { missRate: 0.1, stepSize: 0.01, memory: 500, warmUp: 100 }

const missShare = (rows: ReturnType<typeof calibrate>) => {
  const scored = rows.filter((row) => row !== null)
  return scored.filter((row) => row.missed).length / scored.length
}

describe('adaptive conformal intervals', () => {
  it('keep their coverage through a break of the variance', () => {
    const rows = calibrate(pathWithBreak(6000), options)
    const bound = (0.9 + 0.01) / (0.01 * (6000 - 100))
    expect(Math.abs(missShare(rows) - 0.1)).toBeLessThan(bound)
    expect(Math.abs(missShare(rows.slice(3200)) - 0.1)).toBeLessThan(0.02)
    // the same pool without adaptation misses far more after the break
    const still = calibrate(pathWithBreak(6000), { ...options, stepSize: 0, memory: 6000 })
    expect(missShare(still.slice(3000, 4000))).toBeGreaterThan(0.3)
  })

  it('have ends near the quantiles of the residuals', () => {
    const { interval } = calibrate(pathWithBreak(6000), { ...options, stepSize: 0.0001 })[2900]!
    expect(interval.lower).toBeCloseTo(-1.645, 0)
    expect(interval.upper).toBeCloseTo(1.645, 0)
  })

  it('know nothing of outcomes whose horizon has not ended', () => {
    const path = pathWithBreak(400, 5)
    const rows = calibrate(path, options)
    const changed = Array.from(path.actual, (value, i) => (i > 295 ? 1e6 : value))
    const again = calibrate({ ...path, actual: changed }, options)
    // outcome 296 is known at 301
    for (let i = 0; i <= 300; i++) expect(again[i]?.interval).toEqual(rows[i]?.interval)
    expect(again[320]!.interval).not.toEqual(rows[320]!.interval)
    expect(rows.findIndex((row) => row !== null)).toBe(100 + 4)
  })

  it('place outcomes evenly when the forecast is right', () => {
    const rows = calibrate(pathWithBreak(6000), options).slice(0, 3000)
    const positions = rows.flatMap((row) => (row === null ? [] : [row.position]))
    const mean = positions.reduce((sum, u) => sum + u, 0) / positions.length
    expect(mean).toBeCloseTo(0.5, 1)
    // CRPS of a standard normal forecast of itself: 1/√π
    const crps = rows.reduce((sum, row) => sum + (row?.crps ?? 0), 0) / positions.length
    expect(crps).toBeCloseTo(1 / Math.sqrt(Math.PI), 1)
  })

  it('move the working miss rate as the paper says', () => {
    const conformal = createAdaptiveConformal({ ...options, warmUp: 1 })
    conformal.observe(0, 1, null)
    expect(conformal.workingMissRate()).toBe(0.1)
    conformal.observe(0, 5, { lower: -1, upper: 1 })
    expect(conformal.workingMissRate()).toBeCloseTo(0.1 + 0.01 * (0.1 - 1), 14)
    conformal.observe(0, 0, { lower: -1, upper: 1 })
    expect(conformal.workingMissRate()).toBeCloseTo(0.1 - 0.009 + 0.001, 14)
    // two of three residuals cannot bound 90 %
    expect(conformal.interval(0)).toEqual({ lower: -Infinity, upper: Infinity })
    expect(createAdaptiveConformal(defaultConformal).interval(0)).toBeNull()
  })

  it.each([
    { missRate: 0 },
    { missRate: 1 },
    { stepSize: -1 },
    { memory: 50 },
    { warmUp: 0 },
    { memory: 500.5 },
  ])('refuse %o', (wrong) => {
    expect(() => createAdaptiveConformal({ ...options, ...wrong })).toThrow(
      expect.objectContaining({ code: 'E_CONFORMAL_OPTIONS' }),
    )
  })
})

describe('the pool of residuals', () => {
  it('keeps the latest in order of size', () => {
    const pool = createResidualPool(3)
    for (const residual of [5, 1, 3, 1, 4]) pool.add(residual)
    expect([1, 2, 3].map((k) => pool.ranked(k))).toEqual([1, 3, 4])
    expect([pool.ranked(0), pool.ranked(4)]).toEqual([-Infinity, Infinity])
    expect(pool.position(2)).toBe(1.5 / 4)
    expect(pool.position(3)).toBe(2 / 4)
  })
})
