import { describe, expect, it } from 'vitest'
import { featureKinds } from '../oracle/feature-spec.ts'
import { labelOf, lookbackOf, rawFeature } from './series-inputs.ts'
import { longMemorySeries, seriesOf } from './testing/synthetic-series.ts'

// log2 variances 3, 4, 5, 6 and ticks 1, 3, 6, 10, from epoch 470000 on: 2023-08-14 08:00 UTC.
const series = seriesOf([3, 4, 5, 6], [1, 2, 3, 4])

describe('features by hand', () => {
  it.each([
    ['log-variance-lag', 0, 6 * 65_536],
    ['log-variance-lag', 2, 4 * 65_536],
    ['log-variance-mean', 4, 4.5 * 65_536],
    // log2(8 + 16 + 32 + 64) − log2(4) = log2 30 = 4.906890595608519
    ['log-mean-variance', 4, Math.floor(6.906890595608519 * 65_536) - 2 * 65_536],
    ['drift', 3, 9],
    // The next epoch begins at 12:00: sin π = 0, cos π = −1.
    ['hour-sin', 0, 0],
    ['hour-cos', 0, -16_384],
  ] as const)('%s over %d', (kind, window, expected) => {
    expect(rawFeature(series, { kind, window }, 3)).toBe(expected)
  })

  it('labels: mean variance and drift over the horizon', () => {
    const variance = { kind: 'log-variance', horizonEpochs: 2 } as const
    expect(labelOf(series, variance, 1)).toBe(Math.log2((32 + 64) / 2))
    expect(labelOf(series, { kind: 'drift', horizonEpochs: 2 }, 1)).toBe(7)
    expect(labelOf(series, variance, 2)).toBeUndefined()
    const fees = { ...series, logFeeGrowthX16: Int32Array.of(0, 0, 65_536, 131_072) }
    expect(labelOf(fees, { kind: 'log-fee-growth', horizonEpochs: 2 }, 1)).toBe(Math.log2(3))
  })
})

it.each(featureKinds)('%s depends on its look-back and nothing else', (kind) => {
  const window = kind.startsWith('hour') ? 0 : 24
  const full = longMemorySeries(100, 1)
  const lookback = lookbackOf({ kind, window })
  for (const row of [60, 61, 79]) {
    const value = rawFeature(full, { kind, window }, row)
    expect(rawFeature({ ...full, length: row + 1 }, { kind, window }, row)).toBe(value)
    const blind = { ...full, valid: new Uint8Array(100).fill(1, row - lookback + 1, row + 1) }
    expect(rawFeature(blind, { kind, window }, row)).toBe(value)
    blind.valid[row - lookback + 1] = 0
    expect(rawFeature(blind, { kind, window }, row)).toBeUndefined()
  }
})
