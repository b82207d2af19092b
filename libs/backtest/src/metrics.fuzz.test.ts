import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeMetrics, type Metrics, type MetricsInput } from './metrics.ts'

const HOUR = 3600

const runs = fc
  .array(fc.tuple(fc.bigInt(0n, 10n ** 24n), fc.bigInt(1n, 10n ** 24n)), { maxLength: 60 })
  .map((rows): MetricsInput => ({
    equity: rows.map(([nav], i) => ({ timestamp: i * HOUR, nav })),
    hodl: rows.map(([, hodl]) => hodl),
    intervalSeconds: HOUR,
    totals: {
      fees: 10n ** 18n,
      lvr: 10n ** 17n,
      divergence: -(10n ** 16n),
      gas: 10n ** 15n,
      swapped: 10n ** 20n,
      rebalances: 1,
      secondsInRange: HOUR,
    },
  }))

const scaled = (input: MetricsInput, factor: bigint): MetricsInput => ({
  ...input,
  equity: input.equity.map((point) => ({ ...point, nav: BigInt(point.nav) * factor })),
  hodl: input.hodl.map((value) => BigInt(value) * factor),
  totals: {
    ...input.totals,
    fees: input.totals.fees * factor,
    lvr: (input.totals.lvr ?? 0n) * factor,
    divergence: input.totals.divergence * factor,
    gas: input.totals.gas * factor,
    swapped: input.totals.swapped * factor,
  },
})

describe('computeMetrics', () => {
  it('never gives NaN or infinity', () => {
    fc.assert(
      fc.property(runs, (input) => {
        for (const value of Object.values(computeMetrics(input))) {
          expect(value === null || Number.isFinite(value)).toBe(true)
        }
      }),
    )
  })

  it('does not depend on the unit of the asset (an exact power of two)', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const before = computeMetrics(input)
        const after = computeMetrics(scaled(input, 2n ** 20n))
        for (const name of Object.keys(before) as (keyof Metrics)[]) {
          const [a, b] = [before[name], after[name]]
          if (a === null || b === null) expect(a).toBe(b)
          else expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a)))
        }
      }),
    )
  })

  it('HODL itself has beta 1, alpha 0 and no excess return', () => {
    fc.assert(
      fc.property(runs, ({ hodl, ...rest }) => {
        const equity = hodl.map((nav, i) => ({ timestamp: i * HOUR, nav }))
        const metrics = computeMetrics({ ...rest, hodl, equity })
        if (metrics.excessReturn !== null) expect(metrics.excessReturn).toBe(0)
        if (metrics.beta === null || metrics.alpha === null) return
        expect(metrics.beta).toBe(1)
        expect(metrics.alpha).toBe(0)
      }),
    )
  })

  it('the drawdown lies in [0, 1] and ends within the run', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const { maxDrawdown, maxDrawdownSeconds, seconds } = computeMetrics(input)
        if (maxDrawdown === null || maxDrawdownSeconds === null) return
        expect(maxDrawdown).toBeGreaterThanOrEqual(0)
        expect(maxDrawdown).toBeLessThanOrEqual(1)
        expect(maxDrawdownSeconds).toBeLessThanOrEqual(seconds)
      }),
    )
  })
})
