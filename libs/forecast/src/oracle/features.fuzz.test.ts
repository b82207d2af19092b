import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { log2X16Down } from '../fixed-point/log2.ts'
import { anySeries, truncated } from '../testing/random-series.ts'
import { epochsNeeded, featureMask } from './feature-history.ts'
import { featureKinds, type Feature, type StandardisedFeature } from './feature-spec.ts'
import { features, rawFeatures } from './features.ts'

const windows = (kind: Feature['kind'], most: number): fc.Arbitrary<Feature> =>
  kind.startsWith('hour')
    ? fc.constant({ kind, window: 0 })
    : fc.record({ kind: fc.constant(kind), window: fc.integer({ min: 1, max: most }) })
const anyFeature = fc.constantFrom(...featureKinds).chain((kind) => windows(kind, 12))
const anyStandardised: fc.Arbitrary<StandardisedFeature> = fc
  .record({
    feature: anyFeature,
    mean: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    multiplier: fc.nat(2 ** 24 - 1),
    shift: fc.nat(40),
  })
  .map(({ feature, ...constants }) => ({ ...feature, ...constants }))

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'none'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('features of a series', () => {
  it.each(featureKinds)('%s does not move when later epochs are cut off', (kind) => {
    fc.assert(
      fc.property(anySeries(40, true), windows(kind, 12), fc.nat(39), (series, feature, at) => {
        if (at >= series.length) return
        const past = truncated(series, at + 1)
        const code = codeOf(() => rawFeatures([feature], past, at))
        expect(codeOf(() => rawFeatures([feature], series, at))).toBe(code)
        if (code === 'none')
          expect(rawFeatures([feature], series, at)).toEqual(rawFeatures([feature], past, at))
      }),
    )
  })

  it('are there exactly where the mask says', () => {
    fc.assert(
      fc.property(anySeries(30, true), fc.array(anyFeature, { maxLength: 4 }), (series, spec) => {
        const mask = featureMask(spec, series)
        for (let i = 0; i < series.length; i++) {
          const code = codeOf(() => rawFeatures(spec, series, i))
          expect(code).toBe(mask[i] === 1 ? 'none' : 'E_FEATURE_HISTORY')
        }
      }),
    )
  })

  it('are what their definitions say, in exact integers', () => {
    fc.assert(
      fc.property(anySeries(30), fc.integer({ min: 1, max: 12 }), (series, n) => {
        const e = series.length - 1
        if (e < n) return
        const spec = featureKinds.slice(0, 4).map((kind): Feature => ({ kind, window: n }))
        const last = Array.from({ length: n }, (_, i) => e - i)
        const sum = last.reduce((total, i) => total + BigInt(series.variance[i]!), 0n)
        const logs = last.reduce((total, i) => total + BigInt(series.logVarianceX16[i]!), 0n)
        expect([...rawFeatures(spec, series, e)]).toEqual([
          series.logVarianceX16[e - n]!,
          Number(logs / BigInt(n)),
          log2X16Down(sum > 1n ? sum : 1n) - log2X16Down(n),
          series.lastCellTick[e]! - series.lastCellTick[e - n]!,
        ])
      }),
    )
  })

  it('are standardised as big integers would be', () => {
    fc.assert(
      fc.property(anySeries(30), fc.array(anyStandardised, { maxLength: 5 }), (series, spec) => {
        const e = series.length - 1
        if (series.length < epochsNeeded(spec)) return
        const raw = rawFeatures(spec, series, e)
        const expected = spec.map(({ mean, multiplier, shift }, i) => {
          const scaled = (BigInt(raw[i]! - mean) * BigInt(multiplier)) >> BigInt(shift)
          if (scaled < -32_768n) return -32_768
          return scaled > 32_767n ? 32_767 : Number(scaled)
        })
        expect([...features(spec, series, e)]).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })
})
