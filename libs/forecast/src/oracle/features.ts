import { UserError } from '@tickwise/amm'
import { log2X16Down } from '../fixed-point/log2.ts'
import type { EpochSeries } from '../series/epoch-series.ts'
import type { Feature, StandardisedFeature } from './feature-spec.ts'
import { checkFeature, epochsNeeded } from './feature-history.ts'
import { hourCosineX14, hourSineX14 } from './hour-circle.ts'
import { standardise } from './standardise.ts'

/**
 * The raw integers that `featureKinds` defines, of the entry `index`, in the order of the spec;
 * `FeatureOracle.rawFeatures` gives the same. Each follows from entries up to `index` only.
 *
 * @throws UserError `E_FEATURE_HISTORY` when the entry or one that a feature looks back on is missing or
 * invalid; `E_FEATURE_WINDOW` for a window that the kind does not have
 * @example
 * rawFeatures([{ kind: 'log-variance-mean', window: 24 }], series, 100)
 */
export function rawFeatures(
  spec: readonly Feature[],
  series: EpochSeries,
  index: number,
): Int32Array {
  spec.forEach(checkFeature)
  checkHistory(spec, series, index)
  return Int32Array.from(spec, (feature) => rawFeature(feature, series, index))
}

/**
 * What a model is given at the end of the entry `index`; `FeatureOracle.features` gives the same.
 *
 * @throws UserError as {@link rawFeatures}
 * @example
 * features([{ kind: 'drift', window: 4, mean: 0, multiplier: 1 << 8, shift: 4 }], series, 100)
 */
export function features(
  spec: readonly StandardisedFeature[],
  series: EpochSeries,
  index: number,
): Int16Array {
  const raw = rawFeatures(spec, series, index)
  return Int16Array.from(spec, (feature, i) => standardise(feature, raw[i] ?? 0))
}

function rawFeature({ kind, window }: Feature, series: EpochSeries, index: number): number {
  switch (kind) {
    case 'log-variance-lag':
      return series.logVarianceX16[index - window] ?? 0
    case 'log-variance-mean':
      return Math.floor(sumOfLast(series.logVarianceX16, window, index) / window)
    case 'log-mean-variance':
      return log2X16Down(varianceOfLast(series, window, index)) - log2X16Down(window)
    case 'drift':
      return (series.lastCellTick[index] ?? 0) - (series.lastCellTick[index - window] ?? 0)
    case 'hour-sin':
      return hourSineX14(hourAfter(series, index))
    case 'hour-cos':
      return hourCosineX14(hourAfter(series, index))
  }
}

function sumOfLast(values: ArrayLike<number>, count: number, index: number): number {
  let sum = 0
  for (let i = index - count + 1; i <= index; i++) sum += values[i] ?? 0
  return sum
}

/** At least 1; beyond 2^53, where a float64 would round, exact as a bigint. */
function varianceOfLast({ variance }: EpochSeries, count: number, index: number): number | bigint {
  const sum = sumOfLast(variance, count, index)
  if (Number.isSafeInteger(sum)) return Math.max(sum, 1)
  return Array.from(variance.subarray(index - count + 1, index + 1), BigInt).reduce(
    (a, b) => a + b,
    0n,
  )
}

/** Hour of the day, UTC, in which the epoch after the entry begins. */
function hourAfter({ firstEpoch, epochSeconds }: EpochSeries, index: number): number {
  return Math.floor((((firstEpoch + index + 1) * epochSeconds) % 86_400) / 3600)
}

function checkHistory(spec: readonly Feature[], series: EpochSeries, index: number): void {
  const needed = epochsNeeded(spec)
  let there = 0
  while (there < needed && index < series.length && series.valid[index - there] === 1) there++
  if (there === needed) return
  throw new UserError(
    'E_FEATURE_HISTORY',
    `features of entry ${index} need ${needed} epochs in a row up to it, of which ${there} are there`,
    { hint: 'choose a later epoch or shorter windows', facts: { index, needed, there } },
  )
}
