import {
  buildPriceTrack,
  tickCumulativeAt,
  UserError,
  type PoolEventColumns,
  type PriceTrack,
  type StartState,
} from '@tickwise/amm'
import type { EpochSeries, SeriesSource } from '../series/epoch-series.ts'
import { cellSecondsOf, type EpochGrid } from './epoch-grid.ts'
import { recordEpochs, type EpochRecords } from './record-epochs.ts'

/** The integral of the tick over time, tick·seconds: exact integers, up to one constant. */
export interface TickIntegral {
  (timestamp: number): number
}

/** Time over which an integral is known, Unix seconds, both ends included. */
export interface KnownTime {
  readonly from: number
  readonly to: number
}

/** Events of one pool and what names them. */
export interface EventMarket {
  readonly chainId: number
  /** Address. */
  readonly pool: string
  /** Root of the dataset. */
  readonly root: string
  readonly columns: PoolEventColumns
  readonly startState: StartState
}

/**
 * Records of all epochs that lie within `known` with the cell before each: the first is the one that a
 * `FeatureOracle` could record first, had its pool's oracle begun at `known.from`.
 *
 * @throws UserError `E_EPOCH_GRID`; `E_EPOCHS_NONE` when there is no such epoch
 * @example
 * recordsFromIntegral((timestamp) => view.tickCumulativeAt(timestamp), { from, to }, grid)
 */
export function recordsFromIntegral(
  tickCumulative: TickIntegral,
  known: KnownTime,
  grid: EpochGrid,
): EpochRecords {
  const firstEpoch = Math.ceil((known.from + cellSecondsOf(grid)) / grid.epochSeconds)
  const length = Math.floor(known.to / grid.epochSeconds) - firstEpoch
  if (length < 1) throw noEpochs(known, grid)
  return recordEpochs(grid, { firstEpoch, length }, (from, to) =>
    Math.floor((tickCumulative(to) - tickCumulative(from)) / (to - from)),
  )
}

/**
 * The series of a pool from its events: the records that a `FeatureOracle` of the pool has, bit for bit.
 * It ends with the last epoch that the last event lies behind.
 *
 * @throws UserError `E_EPOCH_GRID`; `E_EPOCHS_NONE` when the events span no whole epoch; `E_DATA_EMPTY`
 * when none tells a price
 * @example
 * const { root, columns, startState, manifest } = await openDataset('data/sample')
 * const { chainId, address: pool } = manifest.pool
 * seriesFromEvents({ chainId, pool, root, columns, startState }, { epochSeconds: 3600, cellsPerEpoch: 12 })
 */
export function seriesFromEvents(market: EventMarket, grid: EpochGrid): EpochSeries {
  const { columns, startState, root, chainId, pool } = market
  const track = buildPriceTrack(columns, startState)
  const known = { from: track.startTimestamp, to: columns.timestamp[columns.length - 1] ?? 0 }
  return seriesFromTrack(track, known, grid, { kind: 'events', root, chainId, pool })
}

/**
 * The series of a price track that is known up to a given time, which may lie behind its last event.
 *
 * @throws UserError `E_EPOCH_GRID`, `E_EPOCHS_NONE`
 * @example
 * seriesFromTrack(track, { from: track.startTimestamp, to: blockTimestamp }, grid, source)
 */
export function seriesFromTrack(
  track: PriceTrack,
  known: KnownTime,
  grid: EpochGrid,
  source: SeriesSource,
): EpochSeries {
  const at = (timestamp: number): number => tickCumulativeAt(track, timestamp)
  return { ...recordsFromIntegral(at, known, grid), source }
}

function noEpochs({ from, to }: KnownTime, grid: EpochGrid): UserError {
  return new UserError(
    'E_EPOCHS_NONE',
    `no epoch of ${grid.epochSeconds} s with the cell before it lies within ${from} … ${to}`,
    {
      hint: 'choose a longer window of data or shorter epochs',
      facts: { from, to, epochSeconds: grid.epochSeconds },
    },
  )
}
