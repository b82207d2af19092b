import { UserError } from '@tickwise/amm'
import type { EpochSeries } from '../series/epoch-series.ts'

/** The targets that are logarithms of a positive amount per epoch. */
export type AmountTarget = 'log-variance' | 'log-fee-growth'

/**
 * What the target measures of each epoch, not yet a logarithm: ticks² or fee growth in token1 X128. Entries
 * of epochs that are not valid mean nothing.
 *
 * @throws UserError E_FORECAST_FEES when fees are asked of a series without any.
 *
 * @example
 * amountsOf(series, 'log-variance')[0] // Σ of squared tick differences in epoch 0
 */
export function amountsOf(series: EpochSeries, kind: AmountTarget): Float64Array {
  if (kind === 'log-variance') return series.variance
  return Float64Array.from(logFeesOf(series), (log) => 2 ** (log / 65_536))
}

/**
 * Fee growth of each epoch as log2 X16.
 *
 * @throws UserError E_FORECAST_FEES
 *
 * @example
 * logFeesOf(series)[0]
 */
export function logFeesOf(series: EpochSeries): Int32Array {
  if (series.logFeeGrowthX16 !== undefined) return series.logFeeGrowthX16
  throw new UserError('E_FORECAST_FEES', 'this series has no fees to forecast', {
    hint: 'use the events of a pool: exchange candles carry no fees',
    facts: { source: series.source.kind },
  })
}

/**
 * log2 of the mean of the entries `from` to `to` − 1, with a sum of at least 1. Summed from the first to
 * the last.
 *
 * @example
 * logMeanAmount(Float64Array.of(2, 6), 0, 2) // 2
 */
export function logMeanAmount(amounts: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += amounts[i] ?? NaN
  return Math.log2(Math.max(1, sum)) - Math.log2(to - from)
}
