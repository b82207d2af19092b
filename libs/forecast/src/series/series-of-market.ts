import { buildPriceTrack } from '@tickwise/amm'
import type { EpochGrid } from '../oracle/epoch-grid.ts'
import { seriesFromTrack } from '../oracle/series-from-events.ts'
import type { EpochSeries } from './epoch-series.ts'
import { withFeeGrowth, type FeeGrowthMarket } from './fee-growth.ts'

/** Seconds behind the last event that prices are taken to stand still for: longer than any pool rests. */
const rest = 30 * 86_400

/**
 * The series that whoever decides within a market sees: it does not end with the last event, because a decision
 * after a quiet hour knows that hour. Entries after the last event must not be asked for before their time has
 * come; a market that was cut at a moment gives the same entries up to it as the whole one.
 *
 * @param withFees only where fees are forecast: they need the fee-growth index
 * @throws UserError `E_EPOCH_GRID`, `E_EPOCHS_NONE`, `E_DATA_EMPTY`
 *
 * @example
 * const forecaster = (market) => forecasterOf([sourceOf(seriesOfMarket(market, grid, false))])
 */
export function seriesOfMarket(
  market: FeeGrowthMarket & { readonly chainId?: number },
  grid: EpochGrid,
  withFees: boolean,
): EpochSeries {
  const { columns, startState, root, chainId } = market
  const track = buildPriceTrack(columns, startState)
  const last = columns.timestamp[columns.length - 1] ?? track.startTimestamp
  const known = { from: track.startTimestamp, to: last + rest }
  const series = seriesFromTrack(track, known, grid, {
    kind: 'events',
    root,
    ...(chainId === undefined ? {} : { chainId }),
  })
  return withFees ? withFeeGrowth(series, market) : series
}
