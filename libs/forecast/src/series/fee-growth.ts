import {
  feeGrowthGlobalBetween,
  feeGrowthInToken1X128,
  kindCode,
  MASK_256,
  rowCountAtTime,
  sqrtPriceAt,
  UserError,
  type FeeGrowthIndex,
  type PoolEventColumns,
  type StartState,
} from '@tickwise/amm'
import { log2X16Down } from '../fixed-point/log2.ts'
import type { EpochSeries } from './epoch-series.ts'

/** What the fees of a series are read from: an opened dataset, or the market of a backtest. */
export interface FeeGrowthMarket {
  readonly root: string
  readonly columns: PoolEventColumns
  readonly startState: StartState
  index(): FeeGrowthIndex
}

/**
 * The same series with what a unit of liquidity at the money earned in each epoch: the growth of the
 * pool's global fee counters by events with `floor(timestamp / epochSeconds)` = epoch, both tokens counted in
 * token1 at the price after the epoch's last event, as log2 X16 rounded down. An epoch without fees counts
 * as a growth of 1 (2^-128 of a raw unit), log2 0; so do entries that are not valid.
 *
 * Exact: the counters are those of the contract, from the index; the only rounding is that of token0's part
 * into token1 and of the logarithm, both down.
 *
 * @throws UserError `E_SERIES_MARKET` when the series comes from other data than the market
 *
 * @example
 * withFeeGrowth(seriesFromEvents(dataset, grid), dataset).logFeeGrowthX16
 */
export function withFeeGrowth(series: EpochSeries, market: FeeGrowthMarket): EpochSeries {
  if (series.source.root !== market.root) {
    throw new UserError('E_SERIES_MARKET', 'the series and the market come from different data', {
      hint: 'make the series from the dataset whose fees are wanted',
      facts: { seriesRoot: series.source.root, marketRoot: market.root },
    })
  }
  const logFeeGrowthX16 = new Int32Array(series.length)
  const growthX128 = epochFeeGrowthX128(market, series)
  for (let entry = 0; entry < series.length; entry++) {
    const growth = growthX128[entry] ?? 0n
    if (series.valid[entry] === 1 && growth > 0n) {
      logFeeGrowthX16[entry] = log2X16Down(growth < MASK_256 ? growth : MASK_256)
    }
  }
  return { ...series, logFeeGrowthX16 }
}

/**
 * Growth of one unit of in-range liquidity in each epoch, token1 X128: what {@link withFeeGrowth} takes the
 * logarithm of. 0 where there were no fees, or no price yet.
 *
 * @example
 * epochFeeGrowthX128(dataset, { firstEpoch: 472_222, length: 24, epochSeconds: 3600 })
 */
export function epochFeeGrowthX128(
  market: FeeGrowthMarket,
  epochs: Pick<EpochSeries, 'firstEpoch' | 'length' | 'epochSeconds'>,
): bigint[] {
  const { columns, startState } = market
  const { firstEpoch, length, epochSeconds } = epochs
  const index = market.index()
  let fromRow = rowCountAtTime(columns, firstEpoch * epochSeconds - 1)
  let sqrtPriceX96 = startPriceX96(startState)
  let priceRow = lastPriceRow(columns, 0, fromRow)
  const growths: bigint[] = []
  for (let entry = 0; entry < length; entry++) {
    const end = (firstEpoch + entry + 1) * epochSeconds
    const toRow = rowCountAtTime(columns, end - 1)
    priceRow = lastPriceRow(columns, fromRow, toRow) ?? priceRow
    if (priceRow !== undefined) sqrtPriceX96 = sqrtPriceAt(columns, priceRow)
    const growth = feeGrowthGlobalBetween(index, fromRow, toRow)
    growths.push(feeGrowthInToken1X128(growth, sqrtPriceX96))
    fromRow = toRow
  }
  return growths
}

/** The last of the rows `from` … `to − 1` that tells a price. */
function lastPriceRow(columns: PoolEventColumns, from: number, to: number): number | undefined {
  for (let row = to - 1; row >= from; row--) {
    const kind = columns.kind[row]
    if (kind === kindCode.swap || kind === kindCode.initialize) return row
  }
  return undefined
}

function startPriceX96(start: StartState): bigint {
  return start.kind === 'fresh' ? 0n : (start.sqrtPriceX96 ?? 0n)
}
