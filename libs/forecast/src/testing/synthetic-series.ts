import { normal, seededRandom } from '../../../market/src/simulate/random.ts'
import { log2X16Down } from '../fixed-point/log2.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/** What a series is made of; columns that are left out follow from the variance. */
export interface HandMade {
  readonly variance: readonly number[]
  readonly lastCellTick?: readonly number[]
  readonly logFeeGrowthX16?: readonly number[]
  /** Indices without data. */
  readonly gaps?: readonly number[]
  readonly firstEpoch?: number
}

/** A series of the given entries, an hour each. */
export function handMadeSeries(parts: HandMade): EpochSeries {
  const { variance, gaps = [], firstEpoch = 420_000 } = parts
  const ticks = parts.lastCellTick ?? variance.map(() => 0)
  return {
    epochSeconds: 3600,
    cellsPerEpoch: 12,
    firstEpoch,
    length: variance.length,
    valid: Uint8Array.from(variance, (_, i) => (gaps.includes(i) ? 0 : 1)),
    variance: Float64Array.from(variance),
    logVarianceX16: Int32Array.from(variance, (v) => log2X16Down(Math.max(1, Math.round(v)))),
    meanTick: Int32Array.from(ticks),
    lastCellTick: Int32Array.from(ticks),
    ...(parts.logFeeGrowthX16 === undefined
      ? {}
      : { logFeeGrowthX16: Int32Array.from(parts.logFeeGrowthX16) }),
    source: { kind: 'candles', root: '0x00' },
  }
}

/**
 * Hours whose log variance has short and long memory, a daily pattern and noise, with ticks and fees that
 * follow it: something a HAR can learn.
 */
export function syntheticSeries(
  length: number,
  seed: string,
  gaps: readonly number[] = [],
): EpochSeries {
  const random = seededRandom(seed, 'epochs')
  let [fast, slow, tick] = [0, 0, 200_000]
  const variance: number[] = []
  const lastCellTick: number[] = []
  const logFeeGrowthX16: number[] = []
  for (let i = 0; i < length; i++) {
    fast = 0.8 * fast + 0.5 * normal(random)
    slow = 0.99 * slow + 0.12 * normal(random)
    const hour = 0.5 * Math.sin((2 * Math.PI * i) / 24)
    const log2Variance = 11 + fast + slow + hour + 0.6 * normal(random)
    variance.push(Math.round(2 ** log2Variance))
    tick += Math.round(Math.sqrt(2 ** (log2Variance - 0.5)) * normal(random))
    lastCellTick.push(tick)
    logFeeGrowthX16.push(
      Math.round(65_536 * (100 + 0.7 * (log2Variance - 11) + 0.4 * normal(random))),
    )
  }
  return handMadeSeries({ variance, lastCellTick, logFeeGrowthX16, gaps })
}
