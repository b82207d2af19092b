import { encodeEvents, type PoolEvent } from '@tickwise/amm'
import type { EpochGrid } from '../oracle/epoch-grid.ts'
import { epochsNeeded, featureMask } from '../oracle/feature-history.ts'
import type { StandardisedFeature } from '../oracle/feature-spec.ts'
import { features, rawFeatures } from '../oracle/features.ts'
import { packFeatures } from '../oracle/pack-features.ts'
import { seriesFromEvents } from '../oracle/series-from-events.ts'
import type { EpochSeries } from '../series/epoch-series.ts'

/** A price of a pool and when it came about; the first of a list is the one the pool began with. */
export interface PricePoint {
  readonly timestamp: number
  readonly tick: number
  readonly sqrtPriceX96: bigint
}

/** Every kind of feature over short and long windows, with constants that saturate, round and keep. */
export const vectorSpec: readonly StandardisedFeature[] = [
  { kind: 'log-variance-lag', window: 0, mean: 650_000, multiplier: 1 << 12, shift: 14 },
  { kind: 'log-variance-lag', window: 1, mean: 650_000, multiplier: 12_345, shift: 16 },
  { kind: 'log-variance-lag', window: 23, mean: -(2 ** 31), multiplier: 2 ** 24 - 1, shift: 40 },
  { kind: 'log-variance-mean', window: 1, mean: 0, multiplier: 1, shift: 6 },
  { kind: 'log-variance-mean', window: 4, mean: 600_000, multiplier: 7, shift: 3 },
  { kind: 'log-variance-mean', window: 24, mean: 600_000, multiplier: 7_777, shift: 13 },
  { kind: 'log-variance-mean', window: 168, mean: 600_000, multiplier: 7_777, shift: 13 },
  { kind: 'log-mean-variance', window: 1, mean: 600_000, multiplier: 1, shift: 4 },
  { kind: 'log-mean-variance', window: 7, mean: 600_000, multiplier: 333, shift: 12 },
  { kind: 'log-mean-variance', window: 168, mean: 600_000, multiplier: 333, shift: 12 },
  { kind: 'drift', window: 1, mean: 0, multiplier: 1 << 6, shift: 0 },
  { kind: 'drift', window: 5, mean: -3, multiplier: 1 << 20, shift: 20 },
  { kind: 'drift', window: 100, mean: 2 ** 31 - 1, multiplier: 2 ** 24 - 1, shift: 40 },
  { kind: 'hour-sin', window: 0, mean: 0, multiplier: 1, shift: 0 },
  { kind: 'hour-cos', window: 0, mean: 1, multiplier: 3, shift: 1 },
]

/** The series of a pool that began with the first price and had the others since. */
export function seriesOfPrices(prices: readonly PricePoint[], grid: EpochGrid): EpochSeries {
  const events = prices.map((price, i): PoolEvent => {
    const place = { blockNumber: i + 1, logIndex: 0, timestamp: price.timestamp }
    const { sqrtPriceX96, tick } = price
    if (i === 0) return { kind: 'initialize', ...place, sqrtPriceX96, tick }
    return { kind: 'swap', ...place, sqrtPriceX96, tick, liquidity: 1n, amount0: 1n, amount1: -1n }
  })
  const market = { chainId: 1, pool: '0x00', root: '0x00', startState: { kind: 'fresh' } as const }
  return seriesFromEvents({ ...market, columns: encodeEvents(events) }, grid)
}

/**
 * Records and features as text. First line: seconds and cells of an epoch, the spec as hex. Then a line per
 * epoch: number, variance, its log2, mean tick, last cell's tick, and per feature its raw and its
 * standardised value, both `-` where too few epochs lie before.
 */
export function vectorLines(
  series: EpochSeries,
  spec: readonly StandardisedFeature[],
  most = Infinity,
): string[] {
  const { epochSeconds, cellsPerEpoch } = series
  const lines = [`${epochSeconds},${cellsPerEpoch},0x${hexOf(packFeatures(spec))}`]
  const masks = spec.map((feature) => featureMask([feature], series))
  for (let i = 0; i < Math.min(series.length, most); i++) {
    const cells = spec.flatMap((feature, f): (string | number | undefined)[] =>
      masks[f]?.[i] === 1
        ? [rawFeatures([feature], series, i)[0], features([feature], series, i)[0]]
        : ['-', '-'],
    )
    const { variance, logVarianceX16, meanTick, lastCellTick } = series
    const facts = [variance[i], logVarianceX16[i], meanTick[i], lastCellTick[i]]
    lines.push([series.firstEpoch + i, ...facts, ...cells].join(','))
  }
  return lines
}

/** Prices as 32-byte words: timestamp (uint64), tick (int32), √P (uint160), from the top. */
export function packPrices(prices: readonly PricePoint[]): Uint8Array {
  const bytes = new Uint8Array(prices.length * 32)
  const view = new DataView(bytes.buffer)
  prices.forEach(({ timestamp, tick, sqrtPriceX96 }, i) => {
    view.setUint32(i * 32 + 4, timestamp)
    view.setInt32(i * 32 + 8, tick)
    view.setUint32(i * 32 + 12, Number(sqrtPriceX96 >> 128n))
    view.setBigUint64(i * 32 + 16, BigInt.asUintN(64, sqrtPriceX96 >> 64n))
    view.setBigUint64(i * 32 + 24, BigInt.asUintN(64, sqrtPriceX96))
  })
  return bytes
}

/** Epochs that the whole of {@link vectorSpec} looks back on. */
export const vectorHistory = epochsNeeded(vectorSpec)

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
