import { describe, expect, it } from 'vitest'
import { packFeatures } from './pack-features.ts'
import { checkFeature, epochsNeeded, featureMask } from './feature-history.ts'
import type { Feature, StandardisedFeature } from './feature-spec.ts'
import { features, rawFeatures } from './features.ts'
import { recordEpochs } from './record-epochs.ts'
import { standardise } from './standardise.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/** Hours of which cell i has the mean tick `tickOf(i)`, from epoch 100 on. */
function seriesOf(length: number, tickOf: (cell: number) => number | undefined): EpochSeries {
  const grid = { epochSeconds: 3600, cellsPerEpoch: 4 }
  const records = recordEpochs(grid, { firstEpoch: 100, length }, (from, to) =>
    to > from ? tickOf(from / 900) : undefined,
  )
  return { ...records, source: { kind: 'events', root: '0x00' } }
}

const every: readonly Feature[] = [
  { kind: 'log-variance-lag', window: 2 },
  { kind: 'log-variance-mean', window: 3 },
  { kind: 'log-mean-variance', window: 3 },
  { kind: 'drift', window: 2 },
]

describe('features', () => {
  it('of a constant price are those of the least variance', () => {
    const series = seriesOf(5, () => -77)
    expect([...series.variance]).toEqual([0, 0, 0, 0, 0])
    // log2 of a third, rounded down in its parts: −log2(3).
    expect([...rawFeatures(every, series, 4)]).toEqual([0, 0, -103_872, 0])
  })

  it('by hand: a price that rises by 2 ticks a cell', () => {
    const series = seriesOf(5, (cell) => 2 * cell)
    // Four squared differences of 2: 16 ticks² an hour, 8 ticks drift.
    expect([...series.variance]).toEqual([16, 16, 16, 16, 16])
    expect([...rawFeatures(every, series, 4)]).toEqual([
      4 << 16,
      4 << 16,
      // log2(48) − log2(3) in rounded parts
      366_016 - 103_872,
      16,
    ])
  })

  it.each([
    // Epoch 100 + i ends at hour (5 + i) of the day.
    [0, 4 + 1],
    [1, 4 + 2],
    [18, 23],
    [19, 0],
    [20, 1],
  ])('the hour of entry %i is %i', (index, hour) => {
    const spec: Feature[] = [
      { kind: 'hour-sin', window: 0 },
      { kind: 'hour-cos', window: 0 },
    ]
    const angle = (hour * Math.PI) / 12
    const [sine, cosine] = rawFeatures(
      spec,
      seriesOf(24, () => 0),
      index,
    )
    expect(sine).toBe(Math.round(2 ** 14 * Math.sin(angle)) + 0)
    expect(cosine).toBe(Math.round(2 ** 14 * Math.cos(angle)) + 0)
  })

  it('do not reach over a gap, which also costs the first difference of the next epoch', () => {
    // The last cell of the third hour is missing.
    const gap = 103 * 4 - 1
    const series = seriesOf(8, (cell) => (cell === gap ? undefined : cell))
    expect([...series.valid]).toEqual([1, 1, 0, 0, 1, 1, 1, 1])
    const lag: Feature[] = [{ kind: 'log-variance-lag', window: 2 }]
    expect([...featureMask(lag, series)]).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
    expect(() => rawFeatures(lag, series, 5)).toThrow(
      expect.objectContaining({
        code: 'E_FEATURE_HISTORY',
        facts: { index: 5, needed: 3, there: 2 },
      }),
    )
  })

  it.each([-1, 5, 2.5])('of entry %d of five are not there', (index) => {
    const series = seriesOf(5, () => 0)
    const spec: Feature[] = [{ kind: 'hour-sin', window: 0 }]
    expect(() => rawFeatures(spec, series, index)).toThrow(
      expect.objectContaining({ code: 'E_FEATURE_HISTORY' }),
    )
  })

  it.each([
    ['log-variance-mean', 0],
    ['log-mean-variance', 0],
    ['log-variance-lag', -1],
    ['drift', 1001],
    ['drift', 0.5],
    ['hour-sin', 1],
    ['hour-cos', NaN],
  ] as const)('%s has no window of %d', (kind, window) => {
    expect(() => checkFeature({ kind, window })).toThrow(
      expect.objectContaining({ code: 'E_FEATURE_WINDOW' }),
    )
  })

  it('of an unknown kind are refused', () => {
    const feature = { kind: 'moon', window: 0 } as unknown as Feature
    expect(() => checkFeature(feature)).toThrow(expect.objectContaining({ code: 'E_FEATURE_KIND' }))
  })

  it('look back on their window', () => {
    expect(epochsNeeded([])).toBe(1)
    expect(epochsNeeded([{ kind: 'hour-cos', window: 0 }])).toBe(1)
    expect(epochsNeeded([{ kind: 'log-variance-mean', window: 168 }])).toBe(168)
    expect(epochsNeeded([...every, { kind: 'drift', window: 24 }])).toBe(25)
  })
})

describe('standardised', () => {
  it.each([
    [95, { mean: 100, multiplier: 3, shift: 1 }, -8],
    [105, { mean: 100, multiplier: 3, shift: 1 }, 7],
    [2 ** 31 - 1, { mean: -(2 ** 31), multiplier: 2 ** 24 - 1, shift: 40 }, 32_767],
    [-(2 ** 31), { mean: 2 ** 31 - 1, multiplier: 2 ** 24 - 1, shift: 40 }, -32_768],
    // Products beyond 2^53 that fit after the shift: (2^32 − 1)(2^24 − 1) / 2^40 = 65535.99…
    [2 ** 30, { mean: -(2 ** 30), multiplier: 2 ** 24 - 1, shift: 40 }, 32_767],
    [-1, { mean: 2 ** 31 - 1, multiplier: 2 ** 23 - 1, shift: 40 }, -16_384],
    // 807,464,803 · 16,774,581 = 12,319 · 2^40 − 1, which no float64 is: it would become 12,319 · 2^40.
    [807_464_803, { mean: 0, multiplier: 16_774_581, shift: 40 }, 12_318],
  ])('%i with %o is %i', (raw, constants, value) => {
    expect(standardise(constants, raw)).toBe(value)
  })

  it('vectors keep the order of the spec', () => {
    const series = seriesOf(5, (cell) => 2 * cell)
    const constants = { mean: 0, multiplier: 1, shift: 0 }
    const spec: StandardisedFeature[] = [
      { kind: 'drift', window: 1, ...constants },
      { kind: 'drift', window: 3, ...constants },
    ]
    expect(features(spec, series, 4)).toEqual(Int16Array.of(8, 24))
  })
})

describe('packed features', () => {
  it('have 11 bytes each', () => {
    const packed = packFeatures([
      { kind: 'drift', window: 4, mean: -1, multiplier: 0x010203, shift: 40 },
      { kind: 'log-variance-lag', window: 1000, mean: 258, multiplier: 1, shift: 0 },
    ])
    expect([...packed]).toEqual([
      ...[3, 0, 4, 255, 255, 255, 255, 1, 2, 3, 40],
      ...[0, 3, 232, 0, 0, 1, 2, 0, 0, 1, 0],
    ])
  })

  it.each([{ mean: 2 ** 31 }, { multiplier: 2 ** 24 }, { multiplier: -1 }, { shift: 41 }])(
    'refuse %o',
    (part) => {
      const feature = { kind: 'drift', window: 1, mean: 0, multiplier: 1, shift: 0 } as const
      expect(() => packFeatures([{ ...feature, ...part }])).toThrow(
        expect.objectContaining({ code: 'E_FEATURE_SCALE' }),
      )
    },
  )
})
