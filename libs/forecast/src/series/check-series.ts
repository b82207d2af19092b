import { UserError } from '@tickwise/amm'
import type { EpochSeries } from './epoch-series.ts'

/**
 * Refuses a series that cannot be what it says: columns of different lengths, or a variance that is no
 * whole number from 0 to 2^53 − 1 in an epoch marked as valid. Gaps are allowed where `valid` is 0.
 *
 * @throws UserError E_FORECAST_SERIES
 *
 * @example
 * checkSeries(series)
 */
export function checkSeries(series: EpochSeries): void {
  const { length } = series
  const columns = ['valid', 'variance', 'logVarianceX16', 'meanTick', 'lastCellTick'] as const
  for (const name of columns) requireLength(name, series[name].length, length)
  if (series.logFeeGrowthX16 !== undefined)
    requireLength('logFeeGrowthX16', series.logFeeGrowthX16.length, length)
  for (let i = 0; i < length; i++) {
    const variance = series.variance[i] ?? NaN
    if (series.valid[i] === 0 || (Number.isSafeInteger(variance) && variance >= 0)) continue
    throw new UserError(
      'E_FORECAST_SERIES',
      `the variance of epoch ${series.firstEpoch + i} is ${variance}`,
      {
        hint: 'mark epochs that the data do not cover as not valid',
        facts: { epoch: series.firstEpoch + i, variance },
      },
    )
  }
}

function requireLength(column: string, found: number, length: number): void {
  if (found === length) return
  throw new UserError(
    'E_FORECAST_SERIES',
    `the column ${column} has ${found} entries, the series ${length}`,
    { facts: { column, found, length } },
  )
}
