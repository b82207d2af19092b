import {
  buildFeeGrowthIndex,
  deriveStartState,
  dilutedFees,
  feeGrowthBetween,
  feesPerLiquidityFast,
} from '@tickwise/amm'
import { arbitrumSpec, hasSharedData, loadArbitrumWindow } from '../src/testing/shared-data.ts'
import { medianOf, timePasses } from './median-seconds.ts'
import { randomQueries } from './random-queries.ts'

export const title = 'Fee queries on the index'

const QUERIES = 500_000
const OWN_LIQUIDITY = 10n ** 15n

/** Fees of random ranges over random windows of 14 days, both tokens, one core. */
export async function benchIndexQueries() {
  if (!hasSharedData) return []
  const columns = await loadArbitrumWindow('W2')
  const index = buildFeeGrowthIndex(columns, arbitrumSpec, deriveStartState(columns, arbitrumSpec))
  const queries = randomQueries(index, QUERIES)
  const perSecond = (
    query: (lower: number, upper: number, from: number, to: number) => unknown,
  ) => {
    const seconds = timePasses(
      5,
      () => queries,
      ({ count, tickLower, tickUpper, fromRow, toRow }) => {
        for (let i = 0; i < count; i++) {
          query(tickLower[i] ?? 0, tickUpper[i] ?? 0, fromRow[i] ?? 0, toRow[i] ?? 0)
        }
      },
    )
    return QUERIES / medianOf(seconds)
  }
  const note = `${QUERIES.toLocaleString('en-US')} random (range, window) pairs, median of 5`
  return [
    {
      name: 'exact, both tokens',
      value: perSecond((...query) => feeGrowthBetween(index, ...query)),
      unit: 'queries/s',
      note,
    },
    {
      name: 'float64, both tokens',
      value: perSecond((...query) => feesPerLiquidityFast(index, ...query)),
      unit: 'queries/s',
      note: `${note}; relative error below 1e-9`,
    },
    {
      name: 'diluted by own liquidity',
      value: perSecond((...query) => dilutedFees(index, ...query, OWN_LIQUIDITY)),
      unit: 'queries/s',
      note: `${note}; own liquidity 10^15`,
    },
  ]
}
