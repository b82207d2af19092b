import fc from 'fast-check'
import { log2X16Down } from '../fixed-point/log2.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/** Series of up to `most` hours of any variances a pool can have; `gaps`: some of them invalid. */
export function anySeries(most: number, gaps = false): fc.Arbitrary<EpochSeries> {
  const variance = fc.oneof(
    fc.constantFrom(0, 1, 2),
    fc.integer({ min: 0, max: 100_000 }),
    // 255 squared differences of the ends of all ticks.
    fc.integer({ min: 0, max: 255 * (2 * 887_272) ** 2 }),
  )
  const entry = fc.record({
    variance,
    tick: fc.integer({ min: -887_272, max: 887_271 }),
    valid: gaps ? fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 0) : fc.constant(1),
  })
  return fc
    .tuple(fc.array(entry, { minLength: 1, maxLength: most }), fc.nat(500_000))
    .map(([entries, firstEpoch]) => ({
      epochSeconds: 3600,
      cellsPerEpoch: 12,
      firstEpoch,
      length: entries.length,
      valid: Uint8Array.from(entries, ({ valid }) => valid),
      variance: Float64Array.from(entries, (one) => one.variance),
      logVarianceX16: Int32Array.from(entries, (one) => log2X16Down(Math.max(1, one.variance))),
      meanTick: Int32Array.from(entries, ({ tick }) => tick),
      lastCellTick: Int32Array.from(entries, ({ tick }) => tick),
      source: { kind: 'events', root: '0x00' },
    }))
}

/** The first `length` entries, as they were before there were more. */
export function truncated(series: EpochSeries, length: number): EpochSeries {
  return {
    ...series,
    length,
    valid: series.valid.slice(0, length),
    variance: series.variance.slice(0, length),
    logVarianceX16: series.logVarianceX16.slice(0, length),
    meanTick: series.meanTick.slice(0, length),
    lastCellTick: series.lastCellTick.slice(0, length),
  }
}
